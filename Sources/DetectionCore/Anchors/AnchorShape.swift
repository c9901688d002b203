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

extension AnchorShape {
  /// The rows of `sizes` (N, 2), widths and heights, all greater than 0.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public static func list<S: Scalar>(sizes: Tensor<S>) throws(DetectionError) -> [AnchorShape] {
    try sizes.check(.sizes, columns: 2)
    try sizes.check(.sizes, .sizeToFit) { $0 > 0 }
    return (0..<sizes.shape[0]).map { AnchorShape(width: Double(sizes[2 * $0]), height: Double(sizes[2 * $0 + 1])) }
  }

  /// The sizes of `boxes` (N, 4), all greater than 0.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public static func list<S: Scalar>(of boxes: Boxes<S>) throws(DetectionError) -> [AnchorShape] {
    let shapes = (0..<boxes.count).map { row in
      let box = boxes.box(row)
      return AnchorShape(width: Double(box.x.size), height: Double(box.y.size))
    }
    if let row = shapes.firstIndex(where: { !($0.width > 0 && $0.height > 0) }) {
      throw .number(.boxes, .boxToFit, position: 4 * row, value: min(shapes[row].width, shapes[row].height))
    }
    return shapes
  }
}
