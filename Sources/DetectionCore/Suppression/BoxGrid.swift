/// A grid over the plane, in whose cells boxes stand: cells are about as large as a box.
struct BoxGrid<S: Scalar> {
  let columns: Int
  let rows: Int
  private let x: S
  private let y: S
  private let perWidth: S
  private let perHeight: S

  /// Cells a box may touch; one that touches more is «large».
  private static var most: Int { 16 }

  var cells: Int { columns * rows }

  /// A grid for these boxes; `nil` where it would not pay, or the coordinates are not fit for one.
  init?(_ boxes: [CornerBox<S>]) {
    guard boxes.count >= 256 else { return nil }
    var low = (x: S.infinity, y: S.infinity)
    var high = (x: -S.infinity, y: -S.infinity)
    var sum = (width: S(0), height: S(0))
    for box in boxes {
      low = (min(low.x, box.x1), min(low.y, box.y1))
      high = (max(high.x, box.x2), max(high.y, box.y2))
      sum = (sum.width + (box.x2 - box.x1), sum.height + (box.y2 - box.y1))
    }
    guard sum.width.isFinite, sum.height.isFinite, (high.x - low.x).isFinite, (high.y - low.y).isFinite else {
      return nil
    }
    let count = S(boxes.count)
    // No more cells than boxes, along each axis no more than their root.
    let most = count.squareRoot()
    let columns = max(1, min(most, (high.x - low.x) / (sum.width / count)))
    let rows = max(1, min(most, (high.y - low.y) / (sum.height / count)))
    perWidth = columns / (high.x - low.x)
    perHeight = rows / (high.y - low.y)
    guard columns.isFinite, rows.isFinite, perWidth.isFinite, perHeight.isFinite, columns * rows >= 4 else {
      return nil
    }
    self.columns = Int(columns) + 1
    self.rows = Int(rows) + 1
    x = low.x
    y = low.y
  }

  /// The cells a box touches; `nil` if they are many.
  @inline(__always)
  func cells(of box: CornerBox<S>) -> (rows: ClosedRange<Int>, columns: ClosedRange<Int>)? {
    let left = column(box.x1), right = column(box.x2)
    let top = row(box.y1), bottom = row(box.y2)
    guard (right - left + 1) * (bottom - top + 1) <= Self.most else { return nil }
    return (top...bottom, left...right)
  }

  // Monotonic in the coordinate, so that what overlaps shares a cell; x1 ≤ x2 gives left ≤ right.
  @inline(__always)
  private func column(_ value: S) -> Int { max(0, min(columns - 1, ((value - x) * perWidth).wholePart)) }

  @inline(__always)
  private func row(_ value: S) -> Int { max(0, min(rows - 1, ((value - y) * perHeight).wholePart)) }
}
