/// One level of a feature pyramid, as the anchors see it.
public struct AnchorLevel: Sendable, Equatable {
  /// Rows of the feature map.
  public var height: Int
  /// Columns of the feature map.
  public var width: Int
  /// Distance of two cells along y, in pixels.
  public var strideY: Double
  /// Distance of two cells along x, in pixels.
  public var strideX: Double
  /// Side lengths of the square anchors.
  public var sizes: [Double]
  /// Ratios height/width.
  public var aspectRatios: [Double]

  /// A level.
  public init(
    height: Int, width: Int, strideY: Double, strideX: Double, sizes: [Double], aspectRatios: [Double]
  ) {
    self.height = height
    self.width = width
    self.strideY = strideY
    self.strideX = strideX
    self.sizes = sizes
    self.aspectRatios = aspectRatios
  }
}

/// Lays anchors on every cell of a feature pyramid.
///
/// An anchor of size s and ratio r is s/√r wide and s√r high, centred on (column · stride, row · stride): Lin et al.,
/// «Focal Loss for Dense Object Detection» (2017), §4. Levels in order, then rows, columns, and the anchors of a cell.
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

  /// Anchors (A, 4) xyxy of all levels; not more than `limit` numbers.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func anchors<S: Scalar>(_ levels: [AnchorLevel], limit: Int = .max, as: S.Type = S.self)
    throws(DetectionError) -> Boxes<S>
  {
    let count = try Self.count(levels, limit: limit)
    return AnchorGrid.lay(
      levels.map { level in
        AnchorGrid(
          height: level.height, width: level.width, strideY: level.strideY, strideX: level.strideX, offset: 0,
          cell: corners(of: level))
      }, count: count)
  }

  /// How many anchors there are; an error if the answer's 4 numbers each were more than `limit`.
  public static func count(_ levels: [AnchorLevel], limit: Int = .max) throws(DetectionError) -> Int {
    try AnchorGrid.count(
      levels.map { [$0.height, $0.width, $0.sizes.count, $0.aspectRatios.count] }, limit: limit)
  }

  /// The anchors of a cell around the origin.
  private func corners(of level: AnchorLevel) -> [AnchorGrid.CellBox] {
    let pairs: [(size: Double, ratio: Double)] =
      switch order {
      case .sizeMajor: level.sizes.flatMap { size in level.aspectRatios.map { (size, $0) } }
      case .ratioMajor: level.aspectRatios.flatMap { ratio in level.sizes.map { ($0, ratio) } }
      }
    return pairs.map { size, ratio in
      let root = ratio.squareRoot()
      let (halfWidth, halfHeight) = (size / root / 2, size * root / 2)
      guard isRounded else { return (-halfWidth, -halfHeight, halfWidth, halfHeight) }
      let (x, y) = (halfWidth.rounded(.toNearestOrEven), halfHeight.rounded(.toNearestOrEven))
      return (-x, -y, x, y)
    }
  }
}
