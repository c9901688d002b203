/// A grid over the plane, in whose cells the centres of boxes lie. Cells of a row follow one another, so that what lies within
/// reach of a box is a stretch of each of some rows.
struct CenterGrid<S: Scalar>: Sendable {
  let columns: Int
  let rows: Int
  private let reach: OverlapReach<S>
  private let bounds: BoxBounds<S>
  private let perWidth: S
  private let perHeight: S
  /// More than centres are off by rounding.
  private let slack: S

  /// Boxes below which each is compared with all.
  private static var least: Int { 96 }

  var cells: Int { columns * rows }

  /// A grid for boxes within these bounds; `nil` where it would not pay, or the coordinates are not fit for one.
  init?(_ count: Int, _ bounds: BoxBounds<S>, _ reach: OverlapReach<S>?) {
    guard let reach, count >= Self.least else { return nil }
    let size = (x: bounds.high.x - bounds.low.x, y: bounds.high.y - bounds.low.y)
    let number = S(count)
    let usual = (
      x: reach.distance(bounds.lengths.x / number, longest: bounds.longest.x),
      y: reach.distance(bounds.lengths.y / number, longest: bounds.longest.y)
    )
    // As high as an usual box reaches, half as wide; no more cells than twice the boxes.
    let rows = max(1, min(number.squareRoot(), size.y / usual.y))
    let columns = max(1, min(2 * number / rows, 2 * size.x / usual.x))
    (perWidth, perHeight) = (columns / size.x, rows / size.y)
    slack = 4 * S.ulpOfOne * bounds.farthest + .leastNormalMagnitude
    guard rows * columns >= 4, perWidth.isFinite, perHeight.isFinite, slack.isFinite else { return nil }
    (self.reach, self.bounds) = (reach, bounds)
    (self.columns, self.rows) = (columns.wholePart + 1, rows.wholePart + 1)
  }

  /// The cell of a box's centre.
  @inline(__always)
  func cell(of box: CornerBox<S>) -> Int { row(box.center.y) * columns + column(box.center.x) }

  /// The cells whose boxes a rule may forbid beside this one.
  @inline(__always)
  func cells(around box: CornerBox<S>) -> (rows: Range<Int>, left: Int, right: Int) {
    let center = box.center
    let x = reach.distance(box.x2 - box.x1, longest: bounds.longest.x) + slack
    let y = reach.distance(box.y2 - box.y1, longest: bounds.longest.y) + slack
    let (top, bottom) = (row(center.y - y), row(center.y + y))
    let (left, right) = (column(center.x - x), column(center.x + x))
    return (Range(uncheckedBounds: (top, max(top, bottom) + 1)), left, max(left, right))
  }

  // Rising with the coordinate, and held within the grid before it becomes a whole number. (No number counts as 0.)
  @inline(__always)
  private func column(_ x: S) -> Int { held((x - bounds.low.x) * perWidth, below: columns) }

  @inline(__always)
  private func row(_ y: S) -> Int { held((y - bounds.low.y) * perHeight, below: rows) }

  @inline(__always)
  private func held(_ place: S, below count: Int) -> Int { min(S(count - 1), max(0, place)).wholePart }
}

/// Where boxes lie, and how large they are.
struct BoxBounds<S: Scalar>: Sendable {
  /// The least and the greatest centre.
  private(set) var low = (x: S.infinity, y: S.infinity)
  private(set) var high = (x: -S.infinity, y: -S.infinity)
  /// The greatest width and height.
  private(set) var longest = (x: S(0), y: S(0))
  /// The sums of widths and of heights.
  private(set) var lengths = (x: S(0), y: S(0))
  /// The greatest coordinate, either sign.
  private(set) var farthest = S(0)
  /// The greatest area.
  private(set) var area = S(0)

  init(_ boxes: UnsafeBufferPointer<CornerBox<S>>) {
    for box in boxes { insert(box) }
  }

  @inline(__always)
  private mutating func insert(_ box: CornerBox<S>) {
    let (center, width, height) = (box.center, box.x2 - box.x1, box.y2 - box.y1)
    low = (min(low.x, center.x), min(low.y, center.y))
    high = (max(high.x, center.x), max(high.y, center.y))
    longest = (max(longest.x, width), max(longest.y, height))
    lengths = (lengths.x + width, lengths.y + height)
    farthest = max(max(farthest, abs(box.x1), abs(box.x2)), abs(box.y1), abs(box.y2))
    area = max(area, box.area)
  }
}

extension CornerBox {
  /// The middle; halves do not overflow.
  @inline(__always)
  fileprivate var center: (x: S, y: S) { (x1 * 0.5 + x2 * 0.5, y1 * 0.5 + y2 * 0.5) }
}
