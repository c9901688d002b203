/// Runs of one class and image among rows sorted by both.
struct Cells: Sendable {
  /// class · imageCount + image of each, rising.
  let keys: Column<Int>
  /// Where each begins, and the end of the last.
  let starts: Column<Int32>
  /// The cell of each place.
  let cellOf: Column<Int32>
  /// Where each class begins, and the end of the last.
  let classStarts: [Int]

  /// Whether a place begins a cell shows at the one before it, so blocks are looked through on all processors; then they are
  /// counted up.
  init(
    _ rows: [Int32], classOf: Column<Int32>?, imageOf: Column<Int32>, classCount: Int, imageCount: Int, work: Work
  ) {
    let size = 1 << 14
    let cellOf = Column<Int32>(uninitialized: rows.count)
    let cells = Column<Int32>(count: (rows.count + size - 1) / size + 1, repeating: 0)
    let classStarts = Column<Int>(count: classCount + 1, repeating: rows.count)
    let cellAt = { @Sendable (place: Int) in
      place < 0 ? (-1, -1) : (classOf.map { Int($0[Int(rows[place])]) } ?? 0, Int(imageOf[Int(rows[place])]))
    }
    work.shareBlocks(rows.count, of: size) { block in
      var last = cellAt(block.lowerBound - 1)
      var begun: Int32 = 0
      for place in block {
        let cell = cellAt(place)
        let isNew = cell != last
        cellOf.start[place] = isNew ? 1 : 0
        if isNew {
          begun += 1
          for number in last.0..<cell.0 { classStarts.start[number + 1] = place }
          last = cell
        }
      }
      cells.start[block.lowerBound / size + 1] = begun
    }
    for block in 1..<max(cells.count, 1) { cells.start[block] += cells.start[block - 1] }
    let count = Int(cells.start[cells.count - 1])
    let (keys, starts) = (Column<Int>(uninitialized: count), Column<Int32>(uninitialized: count + 1))
    work.shareBlocks(rows.count, of: size) { block in
      var index = cells.start[block.lowerBound / size] - 1
      for place in block {
        if cellOf.start[place] == 1 {
          index += 1
          let (number, image) = cellAt(place)
          keys.start[Int(index)] = number * imageCount + image
          starts.start[Int(index)] = Int32(truncatingIfNeeded: place)
        }
        cellOf.start[place] = index
      }
    }
    starts.start[count] = Int32(truncatingIfNeeded: rows.count)
    (self.keys, self.starts, self.cellOf) = (keys, starts, cellOf)
    self.classStarts = classStarts.elements
  }

  /// The cells of a class, by its places.
  func of(_ places: Range<Int>) -> Range<Int> {
    places.isEmpty ? 0..<0 : Int(cellOf[places.lowerBound])..<Int(cellOf[places.upperBound - 1]) + 1
  }
}
