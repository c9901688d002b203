/// The default boxes of SSD: for each level a scale, relative to the image.
///
/// Liu et al., «SSD: Single Shot MultiBox Detector» (2016), §2.2; order, scales and clipping as in torchvision's
/// `DefaultBoxGenerator`.
public struct DefaultBoxes: Sendable {
  /// s_k, one more than there are levels.
  public var scales: [Double]
  /// Whether widths and heights are clamped to the image's.
  public var clipsSizes: Bool

  /// Boxes of these scales.
  public init(scales: [Double], clipsSizes: Bool = true) {
    self.scales = scales
    self.clipsSizes = clipsSizes
  }

  /// s_k = s_min + (s_max − s_min) k/(m − 1) for m levels, and 1 after them; of one level s_min and s_max.
  public static func scales(from smallest: Double, to greatest: Double, levels: Int) -> [Double] {
    guard levels > 1 else { return [smallest, greatest] }
    return (0..<levels).map { smallest + (greatest - smallest) * Double($0) / Double(levels - 1) } + [1]
  }

  /// The boxes of a cell: a square of s_k, one of √(s_k s_{k+1}), and for each ratio r a box of s_k √r by s_k/√r and its
  /// transpose. The level must be one that `scales` has a successor of.
  public func shapes(level k: Int, aspectRatios: [Double], image: ImageSize<Double>) -> [AnchorShape] {
    precondition(k >= 0 && k + 1 < scales.count, "a scale for each level and one more")
    let scale = scales[k]
    let between = (scale * scales[k + 1]).squareRoot()
    var relative = [(scale, scale), (between, between)]
    for ratio in aspectRatios {
      let root = ratio.squareRoot()
      relative += [(scale * root, scale / root), (scale / root, scale * root)]
    }
    return relative.map { width, height in
      clipsSizes
        ? AnchorShape(width: min(width, 1) * image.width, height: min(height, 1) * image.height)
        : AnchorShape(width: width * image.width, height: height * image.height)
    }
  }
}
