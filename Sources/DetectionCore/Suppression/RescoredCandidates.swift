extension Suppression {
  /// The outcome of a method that gives every candidate a new score: those that keep one, best first, of equal ones the
  /// lower index. `work` sets the score of each candidate of a class, `nil` for those that go, and who it gave way to; it
  /// tells whether it was done in time.
  func rescored(
    _ indices: [Int], _ groups: ClassGroups, explains: Bool,
    _ work: @Sendable (ClassGroups.Group, UnsafeMutablePointer<S?>, UnsafeMutablePointer<Suppressor>) -> Bool
  ) throws(DetectionError) -> SuppressionOutcome<S> {
    let decayed = UninitializedTensor<S?>(Shape(vector: indices.count))
    let suppressors = UninitializedTensor<Suppressor>(Shape(vector: indices.count))
    try groups.forEach { work($0, decayed.start, suppressors.start) }
    let scores = decayed.tensor
    var kept = indices.indices.compactMap { position in scores[position].map { (position: position, score: $0) } }
    kept.sort { a, b in a.score != b.score ? a.score > b.score : indices[a.position] < indices[b.position] }
    return SuppressionOutcome(
      kept: kept.map(\.position), scores: kept.map(\.score), suppressors: explains ? suppressors.tensor.elements : [])
  }
}
