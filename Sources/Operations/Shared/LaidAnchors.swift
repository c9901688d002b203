import DetectionCore

/// Levels of a pyramid and the anchors of their cells, before they are counted.
struct LaidAnchors {
  /// `nil` where the cells cannot be counted.
  let cells: [GridLevel?]
  /// The anchors of a cell, level by level.
  let shapes: [[AnchorShape]]
  /// Where in a cell its anchors' centre is, in strides.
  let offset: Double

  /// `strides` are pixels between two cells, per level.
  init(_ features: [FeatureSize], strides: [CellStride], shapes: [[AnchorShape]], offset: Double) {
    cells = features.indices.map { level in
      GridLevel(
        height: features[level].height, width: features[level].width, strideY: strides[level].y,
        strideX: strides[level].x)
    }
    self.shapes = shapes
    self.offset = offset
  }

  /// The boxes of all anchors, level by level, then row, column, anchor; not more than `limit` numbers.
  func boxes<S: Scalar>(limit: Int = .max) throws(DetectionError) -> Boxes<S> {
    try Grid(laying: cells, anchors: shapes, limit: limit).anchors(offset: offset)
  }

  /// How many anchors each level holds.
  func counts() throws(Problem) -> [Int] {
    var counts: [Int] = []
    for level in cells.indices {
      guard let grid = try? Grid(laying: [cells[level]], anchors: [shapes[level]]) else {
        throw Problem(
          .shapeMismatch, at: "/feature_sizes/\(level)", "the level holds more anchors than can be counted")
      }
      counts.append(grid.rows)
    }
    return counts
  }
}
