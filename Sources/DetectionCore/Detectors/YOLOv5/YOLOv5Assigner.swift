/// Assigns objects to rows as YOLOv5 does: to every anchor whose sides are the object's but for a factor, in the cell of the
/// object's centre and in the nearest of the cells left or right of it, and above or below.
///
///     max(w/w_a, w_a/w, h/h_a, h_a/h) < ratio
///
/// An object may have many rows, on several levels, and a row several objects; an object that is like no anchor has none.
/// A centre on the edge between two cells takes the code's way: the cells before it and behind it both count as near, and the one
/// behind it is its own as well, and counts twice. Jocher et al., «Ultralytics YOLOv5» (2020), `ComputeLoss.build_targets`.
public struct YOLOv5Assigner<S: Scalar>: Sendable {
  /// How many times longer or shorter a side may be; greater than 1.
  public var ratio: S
  /// How near to a neighbour the centre is, in cells, in [0, ½]; 0: neighbours learn nothing.
  public var neighborDistance: S

  /// An assigner; the defaults are YOLOv5's.
  public init(ratio: S = 4, neighborDistance: S = 0.5) {
    self.ratio = ratio
    self.neighborDistance = neighborDistance
  }

  /// A row and its object, counted among those of its image.
  struct Match: Sendable {
    let row: Int
    let place: Grid.Place<S>
    let object: Int
  }

  /// The matches of an image, level by level, in the order of the authors' code: the cells of the centres, then the cells left,
  /// above, right, below; each anchor by anchor. `targets` are the objects' rows in the ground truth, for errors; throws if anchors
  /// and objects make more pairs than `limit`.
  func assign(_ objects: [Box<S>], targets: [Int], to grid: Grid, limit: Int, _ deadline: Deadline)
    throws(DetectionError) -> [[Match]]
  {
    var room = limit
    var found: [[Match]] = []
    for level in grid.levels where !objects.isEmpty {
      let (pairs, overflow) = level.anchors.count.multipliedReportingOverflow(by: objects.count)
      guard !overflow, pairs <= room else {
        throw .answerTooLarge(elements: overflow ? .max : limit - room + pairs, limit: limit)
      }
      room -= pairs
      found.append(try matches(objects, targets, grid, level, deadline))
    }
    return found.isEmpty ? grid.levels.map { _ in [] } : found
  }

  private func matches(
    _ objects: [Box<S>], _ targets: [Int], _ grid: Grid, _ level: Grid.Level, _ deadline: Deadline
  ) throws(DetectionError) -> [Match] {
    guard level.cells.cells > 0 else { return [] }
    var cells: [[Int?]] = []
    for (object, target) in zip(objects, targets) {
      try deadline.check()
      _ = try level.cells.cell(around: object, target: target)
      cells.append(near(object, level.cells))
    }
    var found: [Match] = []
    for side in Side.allCases {
      for (anchor, shape) in level.anchors.enumerated() {
        try deadline.check()
        for (index, object) in objects.enumerated() where isLike(object, shape) {
          guard let cell = cells[index][side.rawValue] else { continue }
          let row = grid.row(of: anchor, cell: cell, in: level)
          found.append(
            Match(row: row, place: grid.place(of: row - level.rows.lowerBound, in: level), object: index))
        }
      }
    }
    return found
  }

  /// Which cells of an object's centre, in the order of the code.
  private enum Side: Int, CaseIterable {
    case own, left, above, right, below
  }

  /// By side the cell there, if it is near; the centre lies in the level.
  private func near(_ object: Box<S>, _ level: GridLevel) -> [Int?] {
    let (x, y) = (object.x.center / S(level.strideX), object.y.center / S(level.strideY))
    let (column, row) = (min(x.wholePart, level.width - 1), min(y.wholePart, level.height - 1))
    func cell(_ column: Int?, _ row: Int?) -> Int? {
      guard let column, let row else { return nil }
      return row * level.width + column
    }
    return [
      cell(column, row), cell(before(x, level.width), row), cell(column, before(y, level.height)),
      cell(behind(x, level.width), row), cell(column, behind(y, level.height)),
    ]
  }

  /// The cell before a centre's, if the centre is near to it and not in the first cell.
  private func before(_ center: S, _ count: Int) -> Int? {
    guard center.truncatingRemainder(dividingBy: 1) < neighborDistance, center > 1 else { return nil }
    return min((center - neighborDistance).wholePart, count - 1)
  }

  /// The cell behind a centre's, if the centre is near to it and not in the last cell.
  private func behind(_ center: S, _ count: Int) -> Int? {
    let left = S(count) - center
    guard left.truncatingRemainder(dividingBy: 1) < neighborDistance, left > 1 else { return nil }
    return min((center + neighborDistance).wholePart, count - 1)
  }

  /// Whether no side is as many times longer or shorter.
  @inline(__always)
  private func isLike(_ object: Box<S>, _ anchor: AnchorShape) -> Bool {
    let (w, h) = (object.x.size / S(anchor.width), object.y.size / S(anchor.height))
    return max(max(w, 1 / w), max(h, 1 / h)) < ratio
  }
}
