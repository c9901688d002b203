/// The boxes of one class that suppression has kept, and the question whether one of them suppresses another.
///
/// Few boxes are compared with all; from some hundred on, a grid tells which can overlap at all: each kept box stands in
/// every cell it touches, so a candidate looks into the cells that it touches itself. Boxes that touch many cells are
/// compared with all. Every answer is that of the plain comparison.
struct KeptBoxes<S: Scalar> {
  private let rule: OverlapRule<S>
  private let grid: BoxGrid<S>?
  private let isNamed: Bool
  private var all = Group()
  private var large = Group()
  private var cells: BoxCells<S>

  /// Boxes, and the positions they were kept under where somebody asks for them.
  private struct Group {
    var boxes = BoxColumns<S>()
    var positions: [Int] = []

    @inline(__always)
    mutating func append(_ box: CornerBox<S>, _ position: Int?) {
      boxes.append(box)
      if let position { positions.append(position) }
    }
  }

  /// No box yet. Who is to be asked for a ``suppressor(of:)`` is `named`.
  init(rule: OverlapRule<S>, grid: BoxGrid<S>?, named: Bool = false) {
    self.rule = rule
    self.grid = rule.needsContact ? grid : nil
    isNamed = named
    cells = BoxCells(count: self.grid?.cells ?? 0)
  }

  /// Whether a kept box overlaps this one too much.
  @inline(__always)
  func suppress(_ box: CornerBox<S>) -> Bool {
    guard let grid, let touched = grid.cells(of: box) else {
      return all.boxes.firstIndex(suppressing: box, by: rule) != nil
    }
    for row in touched.rows {
      for column in touched.columns
      where cells.contains(suppressing: box, by: rule, in: row * grid.columns + column) {
        return true
      }
    }
    return large.boxes.firstIndex(suppressing: box, by: rule) != nil
  }

  /// The first kept box, in the order they were kept, that overlaps this one too much, and the overlap.
  func suppressor(of box: CornerBox<S>) -> (position: Int, overlap: S)? {
    guard let grid, let touched = grid.cells(of: box) else { return first(of: all, suppressing: box) }
    var found = first(of: large, suppressing: box)
    for row in touched.rows {
      for column in touched.columns {
        let other = cells.first(suppressing: box, by: rule, in: row * grid.columns + column)
        if let other, other.position < found?.position ?? .max { found = other }
      }
    }
    return found
  }

  private func first(of group: Group, suppressing box: CornerBox<S>) -> (position: Int, overlap: S)? {
    group.boxes.firstIndex(suppressing: box, by: rule).map {
      (group.positions[$0], group.boxes[$0].overlap(box, by: rule.measure))
    }
  }

  /// Keeps a box; positions rise.
  @inline(__always)
  mutating func insert(_ box: CornerBox<S>, at position: Int) {
    let position = isNamed ? position : nil
    all.append(box, position)
    guard let grid else { return }
    guard let touched = grid.cells(of: box) else { return large.append(box, position) }
    for row in touched.rows {
      for column in touched.columns { cells.append(box, at: position, to: row * grid.columns + column) }
    }
  }
}
