/// From a picture's pixels to a network's input, as torchvision's `GeneralizedRCNNTransform` in evaluation.
///
/// 1. v / 255, less the channel's mean, by its deviation, in float32.
/// 2. Resized by scale = min(minSize / shorter side, maxSize / longer side); each side is floor(side · scale) in float64; bilinear, without
///    antialias (`ResizeAxis`).
/// 3. Zeros to the right and below, up to a multiple of `divisor` on both sides; for a batch up to the largest picture's.
public struct PictureTransform: Sendable, Equatable {
  /// Length of the shorter side after resizing, as far as `maxSize` allows it.
  public let minSize: Int
  /// Length of the longer side after resizing, at the most.
  public let maxSize: Int
  /// Padded sides are multiples of it.
  public let divisor: Int
  /// The normalised value of each of 256 levels, by channel: red, green, blue.
  let levels: [[Float]]

  /// The largest `maxSize`.
  public static let largestSize = 1 << 14

  /// A transform; throws where a parameter is out of its range.
  ///
  /// - Parameters:
  ///   - mean: three finite numbers, of red, green and blue in [0, 1].
  ///   - deviation: three finite numbers greater than 0.
  ///   - minSize: from 1 to `maxSize`.
  ///   - maxSize: up to 16,384.
  ///   - divisor: from 1 to 1,024.
  public init(
    mean: [Float], deviation: [Float], minSize: Int, maxSize: Int, divisor: Int = 32
  ) throws(PictureError) {
    func require(_ holds: Bool, _ rule: String) throws(PictureError) {
      guard holds else {
        throw PictureError(.unsupported, "the transform's \(rule)", mend: "mend the network's settings")
      }
    }
    try require(mean.count == 3 && mean.allSatisfy(\.isFinite), "mean must be three finite numbers")
    try require(
      deviation.count == 3 && deviation.allSatisfy { $0.isFinite && $0 > 0 },
      "deviation must be three finite numbers greater than 0")
    try require(minSize >= 1 && minSize <= maxSize, "min_size must be from 1 to max_size")
    try require(maxSize <= PictureTransform.largestSize, "max_size must be at most \(PictureTransform.largestSize)")
    try require((1...1024).contains(divisor), "divisor must be from 1 to 1024")
    (self.minSize, self.maxSize, self.divisor) = (minSize, maxSize, divisor)
    levels = zip(mean, deviation).map { mean, deviation in (0..<256).map { (Float($0) / 255 - mean) / deviation } }
  }

  /// Where a picture of these sides will lie. Throws where a side would be 0 after resizing, which is where one is much longer than
  /// the other.
  public func placement(width: Int, height: Int) throws(PictureError) -> PicturePlacement {
    let shorter = Double(min(width, height))
    let longer = Double(max(width, height))
    let scale = min(Double(minSize) / shorter, Double(maxSize) / longer)
    let resized = (height: floored(height, scale), width: floored(width, scale))
    guard width > 0, height > 0, min(resized.height, resized.width) > 0 else {
      throw PictureError(
        .unsupported,
        "a picture of \(width) × \(height) pixels has a side of 0 pixels when it is resized to \(maxSize)",
        mend: "cut it to a shape that is less long")
    }
    return PicturePlacement(
      originalHeight: height, originalWidth: width, height: resized.height, width: resized.width, scale: scale)
  }

  private func floored(_ side: Int, _ scale: Double) -> Int {
    let resized = (Double(side) * scale).rounded(.down)
    return resized >= 0 && resized <= Double(2 * PictureTransform.largestSize) ? Int(resized) : 0
  }

  /// Rows and columns of the input that holds all these pictures: the largest sides, rounded up to multiples of `divisor`.
  public func paddedSize(of placements: some Collection<PicturePlacement>) -> (height: Int, width: Int) {
    func padded(_ side: Int) -> Int { (side + divisor - 1) / divisor * divisor }
    return (padded(placements.map(\.height).max() ?? 0), padded(placements.map(\.width).max() ?? 0))
  }
}
