/// Boxes by the cell of a grid that they stand in.
///
/// All lie in one memory, in groups of eight of the same cell; a cell is a chain of groups. (An array a cell would be two
/// allocations for each of some hundred cells of each class.)
struct BoxCells<S: Scalar>: Sendable {
  private var boxes = BoxColumns<S>()
  /// By index among the boxes.
  private var positions: [Int] = []
  /// Of every group the one after it in its cell; −1 for a cell's last.
  private var next: [Int] = []
  private var cells: [BoxColumns<S>.Chain]

  init(count: Int) { cells = Array(repeating: BoxColumns<S>.Chain(), count: count) }

  /// Puts a box into a cell, with its position if it has one; positions rise.
  @inline(__always)
  mutating func append(_ box: CornerBox<S>, at position: Int?, to cell: Int) {
    var chain = cells[cell]
    if chain.last < 0 || chain.count == BoxColumns<S>.lanes {
      let group = next.count
      next.append(-1)
      boxes.appendGroup()
      if position != nil { positions.append(contentsOf: repeatElement(0, count: BoxColumns<S>.lanes)) }
      if chain.last < 0 { chain.first = group } else { next[chain.last] = group }
      (chain.last, chain.count) = (group, 0)
    }
    let index = chain.last * BoxColumns<S>.lanes + chain.count
    boxes.write(box, index)
    if let position { positions[index] = position }
    chain.count += 1
    cells[cell] = chain
  }

  /// Whether a rule forbids a box of the cell beside this one.
  @inline(__always)
  func contains(suppressing box: CornerBox<S>, by rule: OverlapRule<S>, in cell: Int) -> Bool {
    boxes.firstIndex(in: cells[cell], next, suppressing: box, by: rule) != nil
  }

  /// The lowest position of such a box, and the overlap; for boxes with positions.
  func first(suppressing box: CornerBox<S>, by rule: OverlapRule<S>, in cell: Int) -> (position: Int, overlap: S)? {
    boxes.firstIndex(in: cells[cell], next, suppressing: box, by: rule)
      .map { (positions[$0], boxes[$0].overlap(box, by: rule.measure)) }
  }
}
