extension Grid {
  /// A grid whose boxes, four numbers each, are not more than `limit` numbers. A level is `nil` where its cells cannot be
  /// counted, which matters only if they have anchors.
  public init(laying cells: [GridLevel?], anchors: [[AnchorShape]], limit: Int = .max) throws(DetectionError) {
    let counted = zip(cells, anchors).compactMap { level, anchors in
      anchors.isEmpty ? GridLevel(height: 0, width: 0, strideY: 1, strideX: 1) : level
    }
    guard counted.count == cells.count, let grid = Grid(counted, anchors: anchors) else {
      throw .answerTooLarge(elements: .max, limit: limit)
    }
    guard grid.rows <= limit / 4 else {
      throw .answerTooLarge(elements: grid.rows > .max / 4 ? .max : grid.rows * 4, limit: limit)
    }
    self = grid
  }

  /// The boxes of all rows, (A, 4) xyxy. Each lies around the point of its cell, ((column + offset) · stride, (row + offset) ·
  /// stride): `offset` 0 is the near corner, ½ the middle. They are computed in float64, rounded once, and shifted.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func anchors<S: Scalar>(offset: Double, as scalar: S.Type = S.self) -> Boxes<S> {
    let tensor = Tensor<S>(shape: Shape(boxes: rows)) { output in
      guard var next = output.baseAddress else { return }
      for level in levels {
        let corners = level.anchors.map { CornerBox<S>($0) }
        func write(_ x: S, _ y: S, _ box: CornerBox<S>) {
          CornerBox(x1: box.x1 + x, y1: box.y1 + y, x2: box.x2 + x, y2: box.y2 + y).write(to: next)
          next += 4
        }
        switch order {
        case .cellMajor:
          level.cells.forEachPoint(offset: offset) { x, y in
            for box in corners { write(x, y, box) }
          }
        case .anchorMajor:
          for box in corners { level.cells.forEachPoint(offset: offset) { x, y in write(x, y, box) } }
        }
      }
    }
    return Boxes(unchecked: tensor, format: .xyxy)
  }
}

extension CornerBox {
  /// The box of an anchor around the origin.
  fileprivate init(_ anchor: AnchorShape) {
    self.init(
      x1: S(-anchor.width / 2), y1: S(-anchor.height / 2), x2: S(anchor.width / 2), y2: S(anchor.height / 2))
  }
}

extension GridLevel {
  /// Calls `body` with the point of each cell, row by row.
  @inline(__always)
  fileprivate func forEachPoint<S: Scalar>(offset: Double, _ body: (_ x: S, _ y: S) -> Void) {
    // Without cells there is nothing to go through, however large an extent is.
    guard cells > 0 else { return }
    for row in 0..<height {
      let y = S((Double(row) + offset) * strideY)
      for column in 0..<width { body(S((Double(column) + offset) * strideX), y) }
    }
  }
}
