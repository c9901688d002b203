import DetectionCore

/// Draws as many images as there are, with replacement. Those that hold nothing are drawn like the others, and count nowhere.
struct ImageDrawing: Sendable {
  /// How many images there are.
  private let total: Int
  /// How many are listed.
  private let listed: Int
  /// The places of the listed ones, rising; `nil`: all are listed.
  private let places: [Int64]?

  init(_ records: Records) {
    listed = records.imageCount
    total = max(listed, records.groundTruth.images.total ?? listed)
    guard total > listed, case .integers(let ids) = records.groundTruth.images.ids else {
      places = nil
      return
    }
    places = ids.elements
  }

  /// How often each listed image is drawn.
  func weights(_ random: inout SplitMix64) -> [Int32] {
    var weights = [Int32](repeating: 0, count: listed)
    for _ in 0..<total {
      let drawn = random.below(total)
      if let rank = rank(drawn) { weights[rank] += 1 }
    }
    return weights
  }

  private func rank(_ drawn: Int) -> Int? {
    guard let places else { return drawn }
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle] < Int64(drawn) { low = middle + 1 } else { high = middle }
    }
    return low < places.count && places[low] == Int64(drawn) ? low : nil
  }
}
