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
  private var cells: [BoxColumns<S>]

  init(threshold: S, grid: BoxGrid<S>?) {
    self.threshold = threshold
    self.grid = grid
    cells = Array(repeating: BoxColumns(), count: grid?.cells ?? 0)
  }

  /// Whether a kept box has an IoU with this one above the threshold.
  @inline(__always)
  func suppress(_ box: CornerBox<S>) -> Bool {
    guard let grid, let touched = grid.cells(of: box) else { return all.contains(overlapping: box, by: threshold) }
    for row in touched.rows {
      for column in touched.columns
      where cells[row * grid.columns + column].contains(overlapping: box, by: threshold) {
        return true
      }
    }
    return large.contains(overlapping: box, by: threshold)
  }

  @inline(__always)
  mutating func insert(_ box: CornerBox<S>) {
    all.append(box)
    guard let grid else { return }
    guard let touched = grid.cells(of: box) else { return large.append(box) }
    for row in touched.rows {
      for column in touched.columns { cells[row * grid.columns + column].append(box) }
    }
  }
}
