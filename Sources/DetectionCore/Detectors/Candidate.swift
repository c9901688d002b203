/// A row of a head under one of its classes, on its way through the stages of a pipeline.
public struct Candidate<S: Scalar>: Sendable, BitwiseCopyable {
  /// Its score.
  public let score: S
  /// row · K + class, or the row where each has one class alone: its index in explanations.
  public let pair: Int
  /// The class.
  public let label: Int32

  /// The order of candidates: better scores first, as ``ScoreOrder`` has them, of equal ones the lower pair.
  @inline(__always)
  static func isBetter(_ a: Candidate, _ b: Candidate) -> Bool {
    (ScoreOrder.key(a.score), a.pair) < (ScoreOrder.key(b.score), b.pair)
  }
}

/// Which classes of a row are candidates.
public enum RowLabels: String, Sendable, CaseIterable {
  /// Every class by itself.
  case all
  /// The one of the highest score; of equal scores the lower class.
  case best
}

/// The first two stages of a pipeline: the threshold, and the best of every level.
///
/// A decoder calls `select` once a level (or once a class, where it selects by class) and offers the scores there;
/// `offer` does the rest. Rows and classes are counted over all levels.
public struct CandidateSelection<S: Scalar>: Sendable {
  private let threshold: PerClass<S>
  private let topK: Int
  /// What top-k counts in, where it is not what the head is used to.
  let scope: TopKScope?
  /// Pairs of a row.
  let width: Int
  private(set) var candidates: [Candidate<S>] = []
  private(set) var counts = DetectionCounts()
  /// By pair; empty unless the answer explains.
  private(set) var fates: [CandidateFate]

  /// `background`: a class that is none; its scores must not be offered.
  init(
    _ stages: DetectionStages<S>, rows: Int, classes: Int, background: Int? = nil, labels: RowLabels = .all
  ) throws(DetectionError) {
    try stages.check(classes: classes)
    width = labels == .all ? classes : 1
    threshold = stages.scoreThreshold
    topK = stages.topK
    scope = stages.topKScope
    // Both are extents of a tensor that is in memory.
    let pairs = rows * width
    let hasBackground = labels == .all && background.map { (0..<classes).contains($0) } ?? false
    counts.candidates = pairs - (hasBackground ? rows : 0)
    fates = stages.explanationLimit == nil ? [] : Array(repeating: .belowThreshold, count: pairs)
    if let background, hasBackground, !fates.isEmpty {
      for row in 0..<rows { fates[row * classes + background] = .none }
    }
  }

  /// No score at or below it can pass, whatever its class.
  public var floor: S { threshold.least }

  /// Takes the scores that `offering` offers, and keeps the best `topK` of them, or with `perLabel` of each class.
  @inline(__always)
  public mutating func select(perLabel: Bool = false, _ offering: (inout Group) throws(DetectionError) -> Void)
    throws(DetectionError)
  {
    var group = Group(
      threshold: threshold, width: width, isRecording: !fates.isEmpty,
      best: TopK(perLabel ? .max : topK, by: Candidate.isBetter, sorting: Candidate.sort))
    try offering(&group)
    var best = group.best.sorted()
    if perLabel { best = firstOfEachLabel(best) }
    counts.aboveThreshold += group.passed
    counts.afterTopK += best.count
    if !fates.isEmpty {
      for pair in group.record { fates[pair] = .belowTopK }
      for candidate in best { fates[candidate.pair] = .selected }
    }
    candidates += best
  }

  private func firstOfEachLabel(_ candidates: [Candidate<S>]) -> [Candidate<S>] {
    var taken: [Int32: Int] = [:]
    return candidates.filter { candidate in
      taken[candidate.label, default: 0] += 1
      return taken[candidate.label, default: 0] <= topK
    }
  }

  /// The candidates of one level, or whatever `topK` is counted in.
  public struct Group {
    fileprivate let threshold: PerClass<S>
    fileprivate let width: Int
    fileprivate let isRecording: Bool
    fileprivate var best: TopK<Candidate<S>>
    fileprivate var passed = 0
    fileprivate var record: [Int] = []

    /// A candidate with its score; what is not strictly above the threshold goes.
    @inline(__always)
    public mutating func offer(_ score: S, row: Int, label: Int) {
      offer(score, pair: width == 1 ? row : row * width + label, label: label)
    }

    /// A candidate by its pair, row · K + class, or its row where each has one class alone.
    @inline(__always)
    public mutating func offer(_ score: S, pair: Int, label: Int) {
      guard score > threshold[label] else { return }
      passed += 1
      if isRecording { record.append(pair) }
      best.insert(Candidate(score: score, pair: pair, label: Int32(truncatingIfNeeded: label)))
    }
  }
}
