/// What suppression made of candidates, by their positions.
struct SuppressionOutcome<S: Scalar>: Sendable {
  /// Who a candidate gave way to: the position of that one, and the overlap of the two.
  struct Suppressor: Sendable, BitwiseCopyable {
    var position: Int
    var overlap: S
  }

  /// The candidates that stay, best score first.
  var kept: [Int]
  /// Their scores, where the method changes them.
  var scores: [S]?
  /// Their boxes, where the method changes them.
  var boxes: [CornerBox<S>]?
  /// For every candidate who it gave way to. Empty unless somebody wants to know.
  var suppressors: [Suppressor] = []
}

extension SuppressionOutcome.Suppressor {
  /// Of a box that did not give way.
  static var none: Self { Self(position: -1, overlap: 0) }
}

extension Suppression {
  typealias Suppressor = SuppressionOutcome<S>.Suppressor

  /// Tells candidates, which come best first, of equal scores the lower index first.
  func apply(
    _ candidates: [CornerBox<S>], scores: [S], indices: [Int], labels: [Int]?, explains: Bool, deadline: Deadline
  ) throws(DetectionError) -> SuppressionOutcome<S> {
    let groups = ClassGroups(count: candidates.count, labels: classAgnostic ? nil : labels)
    switch method {
    case .hard, .cluster, .diou: return try greedy(candidates, groups, explains: explains, deadline)
    case .softLinear, .softGaussian:
      return try rescored(indices, groups, explains: explains) { group, decayed, suppressors in
        soft(group, candidates, scores, indices, into: decayed, suppressors, deadline)
      }
    case .matrix:
      return try rescored(indices, groups, explains: explains) { group, decayed, suppressors in
        matrix(group, candidates, scores, into: decayed, suppressors, deadline)
      }
    case .merge: return try merged(candidates, groups, explains: explains, deadline)
    case .weightedBoxFusion:
      return try fuse(candidates, scores, indices: indices, groups, explains: explains, deadline)
    }
  }

  /// Whether scores are multiplied, so that negative ones make no sense.
  var weighsScores: Bool { ![.hard, .cluster, .diou, .merge].contains(method) }
}
