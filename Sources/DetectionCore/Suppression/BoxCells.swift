/// Boxes by the cell of a grid that they stand in.
///
/// All lie in one memory, in groups of eight of the same cell; a cell is a chain of groups, its last one first. (An array a
/// cell would be two allocations for each of some hundred cells of each class.)
struct BoxCells<S: Scalar>: Sendable {
  private var boxes = BoxColumns<S>()
  /// By index among the boxes.
  private var positions: [Int] = []
  /// Of every group the one before it in its cell; −1 for a cell's first.
  private var previous: [Int] = []
  private var cells: [Cell]

  private struct Cell {
    /// The last group; −1 in an empty cell.
    var last = -1
    /// How many boxes it has.
    var count = 0
  }

  init(count: Int) { cells = Array(repeating: Cell(), count: count) }

  /// Puts a box into a cell, with its position if it has one; positions rise.
  @inline(__always)
  mutating func append(_ box: CornerBox<S>, at position: Int?, to cell: Int) {
    var (last, count) = (cells[cell].last, cells[cell].count)
    if last < 0 || count == BoxColumns<S>.lanes {
      previous.append(last)
      (last, count) = (previous.count - 1, 0)
      boxes.appendGroup()
      if position != nil { positions.append(contentsOf: repeatElement(0, count: BoxColumns<S>.lanes)) }
    }
    let index = last * BoxColumns<S>.lanes + count
    boxes.write(box, index)
    if let position { positions[index] = position }
    cells[cell] = Cell(last: last, count: count + 1)
  }

  /// Whether a rule forbids a box of the cell beside this one.
  @inline(__always)
  func contains(suppressing box: CornerBox<S>, by rule: OverlapRule<S>, in cell: Int) -> Bool {
    var (group, count) = (cells[cell].last, cells[cell].count)
    while group >= 0 {
      if firstIndex(group, count, suppressing: box, by: rule) != nil { return true }
      (group, count) = (previous[group], BoxColumns<S>.lanes)
    }
    return false
  }

  /// The lowest position of such a box, and the overlap; for boxes with positions.
  func first(suppressing box: CornerBox<S>, by rule: OverlapRule<S>, in cell: Int) -> (position: Int, overlap: S)? {
    var (group, count) = (cells[cell].last, cells[cell].count)
    var found: Int?
    while group >= 0 {
      found = firstIndex(group, count, suppressing: box, by: rule) ?? found
      (group, count) = (previous[group], BoxColumns<S>.lanes)
    }
    return found.map { (positions[$0], boxes[$0].overlap(box, by: rule.measure)) }
  }

  @inline(__always)
  private func firstIndex(_ group: Int, _ count: Int, suppressing box: CornerBox<S>, by rule: OverlapRule<S>) -> Int? {
    let start = group * BoxColumns<S>.lanes
    return boxes.firstIndex(in: start..<start + count, suppressing: box, by: rule)
  }
}
