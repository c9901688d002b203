import DetectionCore

/// A level of a pyramid, and the anchors of its cells.
struct AnchorLevel {
  let cells: GridLevel?
  let shapes: [AnchorShape]

  init(height: Int, width: Int, strideY: Double, strideX: Double, shapes: [AnchorShape]) {
    cells = GridLevel(height: height, width: width, strideY: strideY, strideX: strideX)
    self.shapes = shapes
  }

  init(
    height: Int, width: Int, strideY: Double, strideX: Double, sizes: [Double], aspectRatios: [Double],
    _ generator: AnchorGenerator = AnchorGenerator()
  ) {
    self.init(
      height: height, width: width, strideY: strideY, strideX: strideX,
      shapes: generator.shapes(sizes: sizes, aspectRatios: aspectRatios))
  }
}

extension [AnchorLevel] {
  func grid(limit: Int = .max) throws -> Grid {
    try Grid(laying: map(\.cells), anchors: map(\.shapes), limit: limit)
  }

  /// The rows of each level.
  func ranges() throws -> [Range<Int>] { try grid().ranges }

  /// Anchors around the corner of each cell.
  func anchors<S: Scalar>(offset: Double = 0, limit: Int = .max, as: S.Type = S.self) throws -> Boxes<S> {
    try grid(limit: limit).anchors(offset: offset)
  }
}
