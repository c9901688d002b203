/// The anchors of a cell, from sizes and ratios.
///
/// An anchor of size s and ratio r is s/√r wide and s√r high: Lin et al., «Focal Loss for Dense Object Detection» (2017), §4.
/// ``Grid`` lays them on cells.
public struct AnchorGenerator: Sendable {
  /// The order of the anchors of one cell.
  public enum Order: String, Sendable, CaseIterable {
    /// All ratios of the first size first: detectron2.
    case sizeMajor = "size-major"
    /// All sizes of the first ratio first: torchvision.
    case ratioMajor = "ratio-major"
  }

  /// The order of the anchors of one cell.
  public var order: Order
  /// Whether the corners around the origin are rounded to whole numbers, half to even, as torchvision does.
  public var isRounded: Bool

  /// A generator; without arguments detectron2's.
  public init(order: Order = .sizeMajor, isRounded: Bool = false) {
    self.order = order
    self.isRounded = isRounded
  }

  /// The anchors of a cell: side lengths of the square ones, and ratios height/width.
  public func shapes(sizes: [Double], aspectRatios: [Double]) -> [AnchorShape] {
    let pairs: [(size: Double, ratio: Double)] =
      switch order {
      case .sizeMajor: sizes.flatMap { size in aspectRatios.map { (size, $0) } }
      case .ratioMajor: aspectRatios.flatMap { ratio in sizes.map { ($0, ratio) } }
      }
    return pairs.map { size, ratio in
      let root = ratio.squareRoot()
      let (halfWidth, halfHeight) = (size / root / 2, size * root / 2)
      return isRounded
        ? AnchorShape(
          width: 2 * halfWidth.rounded(.toNearestOrEven), height: 2 * halfHeight.rounded(.toNearestOrEven))
        : AnchorShape(width: size / root, height: size * root)
    }
  }
}
