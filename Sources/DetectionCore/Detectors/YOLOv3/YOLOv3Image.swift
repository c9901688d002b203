/// One image of a YOLOv3 batch: its objects, and which row of the head learns which of them.
///
/// Of all anchors of all levels it is the one whose size is most like the object's, in the cell that the object's centre
/// lies in. Where two objects have the same anchor of the same cell, the first one keeps it.
struct YOLOv3Image<S: Scalar>: Sendable {
  /// One row and its object.
  struct Match: Sendable {
    let row: Int
    let place: Grid.Place<S>
    /// The object among those of its image.
    let object: Int
    /// The IoU of the two sizes.
    let iou: S
  }

  /// The objects as they were given, and by corners, in pixels.
  let boxes: [Box<S>]
  let corners: [CornerBox<S>]
  let labels: [Int]
  /// What each object's row counts.
  let weights: [S]
  /// In the order of the rows; none of a row that a region of the image covers.
  let matches: [Match]
  /// The rows that count for nothing, as a region of the image covers their anchors.
  let covered: [Int]
  /// The objects' rows in the ground truth.
  private let targets: [Int]

  init(_ grid: Grid, _ truth: GroundTruth<S>, _ image: Int, _ deadline: Deadline) throws(DetectionError) {
    let objects = truth.objects(of: image)
    boxes = objects.rows.indices.map { objects.boxes.box($0) }
    corners = boxes.map { CornerBox($0) }
    labels = objects.rows.map { truth.labels[$0] }
    targets = objects.rows
    weights = objects.rows.map(truth.weight(of:))
    covered = try truth.coveredRows(of: grid, image: image, deadline)
    let all = try Self.matches(grid, boxes, targets, deadline)
    let passedOver = Set(covered)
    matches = all.filter { !passedOver.contains($0.row) }
  }

  /// Notes the matches among those of a batch.
  func note(_ image: Int, in all: inout TargetMatches<S>) {
    for match in matches {
      all.append(image: image, anchor: match.row, target: targets[match.object], iou: match.iou)
    }
  }

  private static func matches(_ grid: Grid, _ objects: [Box<S>], _ targets: [Int], _ deadline: Deadline)
    throws(DetectionError) -> [Match]
  {
    var matches: [Match] = []
    for (index, object) in objects.enumerated() {
      try deadline.check()
      guard let best = bestAnchor(grid, object) else { continue }
      let level = grid.levels[best.level]
      let row = grid.row(of: best.anchor, cell: try level.cells.cell(around: object, target: targets[index]), in: level)
      let place: Grid.Place<S> = grid.place(of: row - level.rows.lowerBound, in: level)
      matches.append(Match(row: row, place: place, object: index, iou: best.iou))
    }
    matches.sort { ($0.row, $0.object) < ($1.row, $1.object) }
    return matches.indices.filter { $0 == 0 || matches[$0 - 1].row != matches[$0].row }.map { matches[$0] }
  }

  /// The anchor of the highest IoU with the object, both laid around one centre; of equal ones the first.
  private static func bestAnchor(_ grid: Grid, _ object: Box<S>) -> (level: Int, anchor: Int, iou: S)? {
    var best: (level: Int, anchor: Int, iou: S)?
    let object = object.converted(to: .centerAndSize)
    for (number, level) in grid.levels.enumerated() where level.cells.cells > 0 {
      for (index, anchor) in level.anchors.enumerated() {
        let centred = Box(
          x: Interval(object.x.center, S(anchor.width), .centerAndSize),
          y: Interval(object.y.center, S(anchor.height), .centerAndSize))
        let iou = centred.matchingIoU(object)
        if iou > best?.iou ?? -1 { best = (number, index, iou) }
      }
    }
    return best
  }
}

extension GridLevel {
  /// The cell that the centre of an object, in pixels, lies in; the far border belongs to the last cell. `target` is the
  /// object's row in the ground truth.
  func cell<S: Scalar>(around object: Box<S>, target: Int) throws(DetectionError) -> Int {
    let column = try Self.index(object.x.center, S(strideX), width, .x, target, column: 0)
    let row = try Self.index(object.y.center, S(strideY), height, .y, target, column: 1)
    return row * width + column
  }

  private static func index<S: Scalar>(
    _ center: S, _ stride: S, _ count: Int, _ axis: ImageAxis, _ target: Int, column: Int
  ) throws(DetectionError) -> Int {
    let place = center / stride
    guard place >= 0, place <= S(count) else {
      throw .number(
        .targetBoxes, .centerInImage(axis, size: Double(stride * S(count))), position: 4 * target + column,
        value: Double(center))
    }
    return min(place.wholePart, count - 1)
  }
}
