/// For every candidate that is not answered: the stage at which it went, and who suppressed it.
///
/// Candidates are given by their index. Where many neighbours share a fate, they are given by runs of consecutive
/// indices, so that millions below the threshold cost no more than the few above it.
public struct Explanation<S: Scalar>: Sendable {
  /// Runs of consecutive candidates, rising.
  public struct Runs: Sendable, Equatable {
    /// The first index of each.
    public var starts: [Int] = []
    /// How many indices it is of.
    public var lengths: [Int] = []

    /// The candidates of all runs.
    public var total: Int { lengths.reduce(0, +) }
  }

  /// Candidates that gave way to others.
  public struct Suppressed: Sendable, Equatable {
    /// The candidates, best score first.
    public var indices: [Int] = []
    /// Which box each gave way to; −1: none, its own score is not above suppression's threshold.
    public var by: [Int] = []
    /// The overlap of the two, in the metric of the suppression.
    public var iou: [S] = []
  }

  /// Scores that are not above the threshold.
  public var threshold = Runs()
  /// Candidates that were not among the best of their level.
  public var topK = Runs()
  /// Candidates whose boxes are too small, best score first; `nil` where that is not asked.
  public var small: [Int]?
  /// Candidates that gave way to others.
  public var suppressed = Suppressed()
  /// Candidates that stayed, but were more than may be answered, best score first.
  public var cap: [Int] = []

  /// Numbers it holds.
  public var count: Int {
    2 * (threshold.starts.count + topK.starts.count) + (small?.count ?? 0) + 3 * suppressed.indices.count + cap.count
  }
}

extension Explanation.Runs {
  /// The runs of one fate. Throws if they are more than an answer may hold.
  init(of fate: CandidateFate, in fates: [CandidateFate], limit: Int) throws(DetectionError) {
    var position = 0
    while position < fates.count {
      guard fates[position] == fate else {
        position += 1
        continue
      }
      let start = position
      while position < fates.count && fates[position] == fate { position += 1 }
      starts.append(start)
      lengths.append(position - start)
      guard 2 * starts.count <= limit else { throw .answerTooLarge(elements: .max, limit: limit) }
    }
  }
}

extension Explanation {
  /// The whole: `indices` are the candidates' that suppression looked at, in its order; `small` those that went before.
  init(
    _ fates: [CandidateFate], _ outcome: SuppressionOutcome<S>, indices: (Int) -> Int, small: [Int]? = nil,
    returned: Int, limit: Int
  ) throws(DetectionError) {
    self.small = small
    threshold = try Runs(of: .belowThreshold, in: fates, limit: limit)
    topK = try Runs(of: .belowTopK, in: fates, limit: limit)
    var stays = [Bool](repeating: false, count: outcome.suppressors.count)
    for position in outcome.kept where position < stays.count { stays[position] = true }
    for (position, suppressor) in outcome.suppressors.enumerated() where !stays[position] {
      suppressed.indices.append(indices(position))
      suppressed.by.append(suppressor.position < 0 ? -1 : indices(suppressor.position))
      suppressed.iou.append(suppressor.overlap)
    }
    cap = outcome.kept.dropFirst(returned).map(indices)
    guard count <= limit else { throw .answerTooLarge(elements: count, limit: limit) }
  }
}
