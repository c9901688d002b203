import DetectionCore

/// Width · height of each image, by rank.
struct ImageAreas: Sendable {
  private let areas: [Double]

  init(_ records: Records, isNeeded: Bool) {
    guard isNeeded, let sizes = records.groundTruth.images.sizes else {
      areas = []
      return
    }
    areas = records.images.rows.map { sizes[2 * Int($0)] * sizes[2 * Int($0) + 1] }
  }

  @inline(__always)
  func area(_ image: Int32) -> Double { areas.isEmpty ? 1 : areas[Int(image)] }
}
