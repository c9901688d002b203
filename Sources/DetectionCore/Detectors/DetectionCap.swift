extension DetectionStages {
  /// How many of the boxes that stay are answered; those come first from here on, both parts in the order they had.
  func cap(_ outcome: inout SuppressionOutcome<S>, labels: (_ position: Int) -> Int) -> Int {
    guard let maxDetectionsPerClass else { return min(outcome.kept.count, max(maxDetections, 0)) }
    var (taken, first, rest): ([Int: Int], [Int], [Int]) = ([:], [], [])
    for (place, position) in outcome.kept.enumerated() {
      let label = labels(position)
      let isTaken = taken[label, default: 0] < maxDetectionsPerClass && first.count < maxDetections
      if isTaken {
        taken[label, default: 0] += 1
        first.append(place)
      } else {
        rest.append(place)
      }
    }
    outcome.reorder(first + rest)
    return first.count
  }
}

extension SuppressionOutcome {
  /// The same with what stays in another order.
  fileprivate mutating func reorder(_ places: [Int]) {
    kept = places.map { [kept] in kept[$0] }
    scores = scores.map { scores in places.map { scores[$0] } }
    boxes = boxes.map { boxes in places.map { boxes[$0] } }
  }
}
