/// The boxes of one class that suppression has kept, and the question whether one of them suppresses another.
///
/// Few boxes are compared with all; from some hundred on, a grid tells which can overlap at all: each kept box stands in
/// every cell it touches, so a candidate looks into the cells that it touches itself. Boxes that touch many cells are
/// compared with all. Every answer is that of the plain comparison.
struct KeptBoxes<S: Scalar> {
  private let rule: OverlapRule<S>
  private let grid: BoxGrid<S>?
  private var all = BoxColumns<S>()
  private var large = BoxColumns<S>()
  private var cells: [BoxColumns<S>]

  init(rule: OverlapRule<S>, grid: BoxGrid<S>?) {
    self.rule = rule
    self.grid = rule.needsContact ? grid : nil
    cells = Array(repeating: BoxColumns(), count: grid?.cells ?? 0)
  }

  /// Whether a kept box overlaps this one too much.
  @inline(__always)
  func suppress(_ box: CornerBox<S>) -> Bool {
    guard let grid, let touched = grid.cells(of: box) else { return all.contains(suppressing: box, by: rule) }
    for row in touched.rows {
      for column in touched.columns
      where cells[row * grid.columns + column].contains(suppressing: box, by: rule) {
        return true
      }
    }
    return large.contains(suppressing: box, by: rule)
  }

  /// The first kept box, in the order they were kept, that overlaps this one too much, and the overlap.
  func suppressor(of box: CornerBox<S>) -> (number: Int, overlap: S)? {
    all.firstIndex(suppressing: box, by: rule).map { ($0, all[$0].overlap(box, by: rule.measure)) }
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
