/// Width and height of an anchor, in pixels.
public struct AnchorShape: Sendable, Hashable {
  /// Width, in pixels.
  public var width: Double
  /// Height, in pixels.
  public var height: Double

  /// A shape.
  public init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }
}

/// One level whose cells all have the same boxes around their middle: SSD's default boxes, YOLO's anchors.
public struct CellAnchors: Sendable, Equatable {
  /// Rows of the feature map.
  public var height: Int
  /// Columns of the feature map.
  public var width: Int
  /// Height of a cell, in pixels.
  public var strideY: Double
  /// Width of a cell, in pixels.
  public var strideX: Double
  /// The boxes of a cell, in order.
  public var shapes: [AnchorShape]

  /// A level.
  public init(height: Int, width: Int, strideY: Double, strideX: Double, shapes: [AnchorShape]) {
    self.height = height
    self.width = width
    self.strideY = strideY
    self.strideX = strideX
    self.shapes = shapes
  }

  /// Anchors (A, 4) xyxy of all levels, centred on ((column + ½) · stride, (row + ½) · stride); not more than `limit`
  /// numbers. Levels in order, then rows, columns, and the shapes of a cell.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public static func anchors<S: Scalar>(_ levels: [CellAnchors], limit: Int = .max, as: S.Type = S.self)
    throws(DetectionError) -> Boxes<S>
  {
    let count = try count(levels, limit: limit)
    return AnchorGrid.lay(
      levels.map { level in
        AnchorGrid(
          height: level.height, width: level.width, strideY: level.strideY, strideX: level.strideX, offset: 0.5,
          cell: level.shapes.map { (-$0.width / 2, -$0.height / 2, $0.width / 2, $0.height / 2) })
      }, count: count)
  }

  /// How many anchors there are; an error if the answer's 4 numbers each were more than `limit`.
  public static func count(_ levels: [CellAnchors], limit: Int = .max) throws(DetectionError) -> Int {
    try AnchorGrid.count(levels.map { [$0.height, $0.width, $0.shapes.count] }, limit: limit)
  }
}
