/// A (row, class) pair on its way through the stages of a pipeline.
public struct Candidate<S: Scalar>: Sendable, BitwiseCopyable {
  /// Its score.
  public let score: S
  /// row · K + class: its index in explanations.
  public let pair: Int
  /// The level of the row.
  public let level: Int32

  /// The order of candidates: better scores first, of equal ones the lower pair.
  @inline(__always)
  static func isBetter(_ a: Candidate, _ b: Candidate) -> Bool {
    a.score != b.score ? a.score > b.score : a.pair < b.pair
  }
}

/// The first two stages of a pipeline: the threshold, and the best of every level.
///
/// A decoder calls `select` once a level (or once a class, where it selects by class) and offers the scores there;
/// `offer` does the rest. Rows and classes are counted over all levels.
public struct CandidateSelection<S: Scalar>: Sendable {
  let classes: Int
  private let threshold: PerClass<S>
  private let topK: Int
  private(set) var candidates: [Candidate<S>] = []
  private(set) var counts = DetectionCounts()
  /// By pair; empty unless the answer explains.
  private(set) var fates: [CandidateFate]

  /// `background`: a class that is none; its scores must not be offered.
  init(_ stages: DetectionStages<S>, rows: Int, classes: Int, background: Int? = nil) throws(DetectionError) {
    try stages.check(classes: classes)
    self.classes = classes
    threshold = stages.scoreThreshold
    topK = stages.topK
    // Both are extents of a tensor that is in memory.
    let pairs = rows * classes
    let hasBackground = background.map { (0..<classes).contains($0) } ?? false
    counts.candidates = pairs - (hasBackground ? rows : 0)
    fates = stages.explanationLimit == nil ? [] : Array(repeating: .belowThreshold, count: pairs)
    if let background, hasBackground, !fates.isEmpty {
      for row in 0..<rows { fates[row * classes + background] = .none }
    }
  }

  /// No score at or below it can pass, whatever its class.
  var floor: S { threshold.least }

  /// Takes the scores that `offering` offers, and keeps the best `topK` of them.
  @inline(__always)
  mutating func select(level: Int, _ offering: (inout Group) throws(DetectionError) -> Void) throws(DetectionError) {
    var group = Group(
      threshold: threshold, classes: classes, level: Int32(level), best: TopK(topK, by: Candidate.isBetter))
    group.isRecording = !fates.isEmpty
    try offering(&group)
    let best = group.best.sorted()
    counts.aboveThreshold += group.passed
    counts.afterTopK += best.count
    if !fates.isEmpty {
      for pair in group.record { fates[pair] = .belowTopK }
      for candidate in best { fates[candidate.pair] = .selected }
    }
    candidates += best
  }

  /// The candidates of one level, or whatever `topK` is counted in.
  struct Group {
    fileprivate let threshold: PerClass<S>
    fileprivate let classes: Int
    fileprivate let level: Int32
    fileprivate var best: TopK<Candidate<S>>
    fileprivate var passed = 0
    fileprivate var isRecording = false
    fileprivate var record: [Int] = []

    /// A candidate with its score; what is not strictly above the threshold goes.
    @inline(__always)
    mutating func offer(_ score: S, row: Int, label: Int) { offer(score, pair: row * classes + label) }

    @inline(__always)
    mutating func offer(_ score: S, pair: Int) {
      switch threshold {
      case .one(let least): guard score > least else { return }
      case .each: guard score > threshold[pair % classes] else { return }
      }
      passed += 1
      if isRecording { record.append(pair) }
      best.insert(Candidate(score: score, pair: pair, level: level))
    }
  }
}
