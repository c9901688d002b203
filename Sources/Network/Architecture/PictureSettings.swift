import JSON

/// How pictures are made ready for a network: torchvision's `GeneralizedRCNNTransform`.
package struct PictureSettings: Sendable, Equatable {
  /// Of the network's channels, in the picture's order red, green, blue; of values in units of `inputScale`⁻¹.
  package let mean: [Double]
  package let deviation: [Double]
  /// What bytes are multiplied by before mean and deviation.
  package let inputScale: Double
  /// The shorter side is made `minSize` pixels, unless the longer would be more than `maxSize`.
  package let minSize: Int
  package let maxSize: Int
  /// Sides are padded to multiples of this.
  package let divisor: Int
  /// Whether the network's first channel is blue.
  package let isBGR: Bool

  init(_ keys: ArchitectureKeys) throws(NetworkError) {
    isBGR = try keys.word("channels", among: ["RGB", "BGR"], or: "RGB") == "BGR"
    let mean = try keys.channels("image_mean", in: -1e6...1e6, or: [0.485, 0.456, 0.406])
    let deviation = try keys.channels("image_std", in: 1e-6...1e6, or: [0.229, 0.224, 0.225])
    self.mean = isBGR ? mean.reversed() : mean
    self.deviation = isBGR ? deviation.reversed() : deviation
    inputScale = try keys.number("input_scale", in: 1e-9...1e9, or: 1 / 255)
    minSize = try keys.integer("min_size", in: 1...8192, or: 800)
    maxSize = try keys.integer("max_size", in: 1...8192, or: 1333)
    divisor = try keys.integer("size_divisible", in: 1...1024, or: 32)
    guard minSize <= maxSize else {
      throw NetworkError(.invalid, "min_size in the metadata focald: expected at most max_size, \(maxSize)")
    }
  }

  /// A side with its padding.
  func padded(_ side: Int) -> Int { (side + divisor - 1) / divisor * divisor }
}
