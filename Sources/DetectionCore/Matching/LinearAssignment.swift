/// The cheapest way to pair rows with columns, each at most once, as many as the fewer of both: the assignment problem.
///
/// By shortest augmenting paths, which are a Dijkstra over reduced costs: Jonker and Volgenant, «A Shortest Augmenting Path Algorithm
/// for Dense and Sparse Linear Assignment Problems» (1987), in the form for rectangles of Crouse, «On Implementing 2D Rectangular
/// Assignment Algorithms» (2016), algorithm 1. For n rows and m ≥ n columns it takes O(n² m) steps. A cost of +∞ forbids a pair. Of
/// several cheapest ways it finds one, the same every time.
struct LinearAssignment {
  /// By row its column; `nil` where there are fewer columns than rows.
  let columns: [Int?]

  /// Of `costs` row by row, `rows` of them; none is NaN or −∞. `nil` if forbidden pairs leave no way, or costs are beyond what
  /// numbers hold.
  init?(costs: [Double], rows: Int, columns: Int, deadline: Deadline) throws(DetectionError) {
    guard rows > 0, columns > 0 else {
      self.columns = Array(repeating: nil, count: max(rows, 0))
      return
    }
    var paths = AugmentingPaths(costs, rows: rows, columns: columns)
    guard try paths.solve(deadline) else { return nil }
    self.columns = paths.columns
  }
}

/// The state of the search: rows are the fewer side, whichever that is.
private struct AugmentingPaths {
  private let costs: [Double]
  private let rows: Int
  private let width: Int
  private let isTransposed: Bool
  private var rowPotentials: [Double]
  private var columnPotentials: [Double]
  private var columnOfRow: [Int]
  private var rowOfColumn: [Int]
  /// The cheapest path to each column, and the row it comes from.
  private var distances: [Double]
  private var sources: [Int]

  init(_ costs: [Double], rows: Int, columns: Int) {
    self.costs = costs
    isTransposed = rows > columns
    (self.rows, width) = isTransposed ? (columns, rows) : (rows, columns)
    rowPotentials = Array(repeating: 0, count: self.rows)
    columnPotentials = Array(repeating: 0, count: width)
    columnOfRow = Array(repeating: -1, count: self.rows)
    rowOfColumn = Array(repeating: -1, count: width)
    distances = Array(repeating: .infinity, count: width)
    sources = Array(repeating: -1, count: width)
  }

  /// By row of the costs its column.
  var columns: [Int?] { (isTransposed ? rowOfColumn : columnOfRow).map { $0 < 0 ? nil : $0 } }

  private func cost(_ row: Int, _ column: Int) -> Double {
    isTransposed ? costs[column * rows + row] : costs[row * width + column]
  }

  mutating func solve(_ deadline: Deadline) throws(DetectionError) -> Bool {
    for row in 0..<rows {
      guard let end = try search(from: row, deadline) else { return false }
      augment(to: end, from: row)
    }
    return true
  }

  /// The free column with the cheapest path from a row; the potentials are such then that no reduced cost is negative.
  private mutating func search(from start: Int, _ deadline: Deadline) throws(DetectionError) -> Int? {
    for column in 0..<width { (distances[column], sources[column]) = (.infinity, -1) }
    var open = Array(0..<width)
    var (settled, visited): ([Int], [Int]) = ([], [start])
    var (row, reach) = (start, 0.0)
    while true {
      try deadline.check()
      guard let position = relax(from: row, reach, open) else { return nil }
      let column = open.remove(atUnordered: position)
      reach = distances[column]
      guard reach < .infinity else { return nil }
      settled.append(column)
      guard rowOfColumn[column] >= 0 else {
        updatePotentials(start, visited, settled, reach)
        return column
      }
      row = rowOfColumn[column]
      visited.append(row)
    }
  }

  /// Shortens the paths through a row, and returns where the nearest of the open columns stands; of equal ones a free one.
  private mutating func relax(from row: Int, _ reach: Double, _ open: [Int]) -> Int? {
    var best: Int?
    var lowest = Double.infinity
    for (position, column) in open.enumerated() {
      let distance = reach + (cost(row, column) - rowPotentials[row] - columnPotentials[column])
      if distance < distances[column] { (distances[column], sources[column]) = (distance, row) }
      if distances[column] < lowest || (distances[column] == lowest && rowOfColumn[column] < 0) {
        (best, lowest) = (position, distances[column])
      }
    }
    return best
  }

  private mutating func updatePotentials(_ start: Int, _ visited: [Int], _ settled: [Int], _ reach: Double) {
    for row in visited {
      rowPotentials[row] += row == start ? reach : reach - distances[columnOfRow[row]]
    }
    for column in settled { columnPotentials[column] -= reach - distances[column] }
  }

  /// Every row on the path takes the column that it came to next.
  private mutating func augment(to end: Int, from start: Int) {
    var column = end
    while true {
      let row = sources[column]
      rowOfColumn[column] = row
      let next = columnOfRow[row]
      columnOfRow[row] = column
      guard row != start else { return }
      column = next
    }
  }
}

extension [Int] {
  /// Takes an element out; the last one takes its place.
  fileprivate mutating func remove(atUnordered position: Int) -> Int {
    swapAt(position, count - 1)
    return removeLast()
  }
}
