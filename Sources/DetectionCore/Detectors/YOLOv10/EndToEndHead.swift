/// Rows that a network without suppression answers for one image, YOLOv10's and YOLO26's: x1, y1, x2, y2, score, class, and
/// perhaps more behind.
///
/// Wang et al., «YOLOv10» (2024), §3.1: one-to-one matching in training makes suppression unnecessary.
public struct EndToEndHead<S: Scalar>: RotatedHead {
  private let map: HeadMap<S>
  /// One more than the greatest label.
  public let classes: Int
  /// Which classes of a row are candidates.
  public let labels = RowLabels.best
  /// Numbers of a row behind its class.
  public var extraCount: Int { map.channels - 6 }

  /// Rows of the head.
  public var rows: Int { map.rows }

  /// Classes that a label can name: up to here.
  public static var classLimit: Int { 1 << 20 }

  /// A head of N rows: `predictions` (N, 6 + `extras`). `classes`: how many there are at least.
  public init(_ predictions: Tensor<S>, classes least: Int = 1, extras: Int = 0) throws(DetectionError) {
    try predictions.check(.predictions, columns: 6 + extras)
    try self.init(HeadMap(predictions), classes: least)
  }

  /// A head of rows in any layout, of 6 channels at least.
  public init(_ map: HeadMap<S>, classes least: Int = 1) throws(DetectionError) {
    guard map.channels >= 6 else { throw .conflict(.predictions, .channelsOfBox(map.channels, bins: nil)) }
    self.map = map
    var classes = max(least, 1)
    for row in 0..<map.rows {
      let label = map[row, 5]
      guard label >= 0, label < S(Self.classLimit), label.rounded() == label else {
        throw .number(.predictions, .classInLastColumn, position: map.channels * row + 5, value: Double(label))
      }
      classes = max(classes, Int(label) + 1)
    }
    self.classes = classes
  }

  /// Offers the scores that may pass.
  public func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
    try HeadPyramid(map).checkScores(.predictions, in: 4..<5)
    let floor = selection.floor
    try selection.select { group in
      map.forEach(in: 4..<5, above: floor) { row, _, score in
        group.offer(score, row: row, label: Int(map[row, 5]))
      }
    }
  }

  /// The box of a row, in the pixels of the network.
  public func box(_ row: Int, _ label: Int) -> CornerBox<S> {
    CornerBox(x1: map[row, 0], y1: map[row, 1], x2: map[row, 2], y2: map[row, 3])
  }

  /// A number of a row behind its class.
  public func extra(_ row: Int, _ index: Int) -> S { map[row, 6 + index] }

  /// The rotated box of a row whose first four numbers are centre and size, and whose angle stands behind the class.
  public func rotatedBox(_ row: Int) -> RotatedBox<S> {
    RotatedBox(x: map[row, 0], y: map[row, 1], width: map[row, 2], height: map[row, 3], angle: map[row, 6])
  }
}
