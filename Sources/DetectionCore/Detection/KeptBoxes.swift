/// The boxes of one class that suppression has kept, and the question whether one of them suppresses another.
///
/// Few boxes are compared with all; from some hundred on, a grid tells which can overlap at all: each kept box stands in
/// every cell it touches, so a candidate looks into the cells that it touches itself. Boxes that touch many cells are
/// compared with all. Every answer is that of the plain comparison.
struct KeptBoxes<S: Scalar> {
  private let threshold: S
  private let grid: BoxGrid<S>?
  private var all = BoxColumns<S>()
  private var large = BoxColumns<S>()
  /// Per cell the newest entry; per entry the box and the entry before it; −1 ends.
  private var heads: [Int32]
  private var entries: [(box: Int32, next: Int32)] = []

  init(threshold: S, grid: BoxGrid<S>?) {
    self.threshold = threshold
    self.grid = grid
    heads = [Int32](repeating: -1, count: grid?.cells ?? 0)
  }

  /// Whether a kept box has an IoU with this one above the threshold.
  @inline(__always)
  func suppress(_ box: CornerBox<S>) -> Bool {
    guard let grid, let cells = grid.cells(of: box) else { return all.contains(overlapping: box, by: threshold) }
    for row in cells.rows {
      for column in cells.columns {
        var entry = heads[row * grid.columns + column]
        while entry >= 0 {
          let (index, next) = entries[Int(entry)]
          if all.iou(Int(index), box) > threshold { return true }
          entry = next
        }
      }
    }
    return large.contains(overlapping: box, by: threshold)
  }

  @inline(__always)
  mutating func insert(_ box: CornerBox<S>) {
    if let grid {
      if let cells = grid.cells(of: box) {
        for row in cells.rows {
          for column in cells.columns {
            let cell = row * grid.columns + column
            entries.append((Int32(truncatingIfNeeded: all.count), heads[cell]))
            heads[cell] = Int32(truncatingIfNeeded: entries.count - 1)
          }
        }
      } else {
        large.append(box)
      }
    }
    all.append(box)
  }
}
