/// Rows put in order of a small integer key, rows of equal keys staying as they were: a counting sort, linear in rows and
/// keys. Many rows are counted and moved in blocks on all processors; what comes out does not depend on it.
enum StableGrouping {
  /// The rows sorted by `keys[row]`; rows with a negative key are left out.
  ///
  /// - Parameters:
  ///   - rows: the rows in their present order; `nil` for 0, 1, 2, …
  ///   - keys: one a row, below `keyCount`
  static func order(
    _ rows: [Int32]? = nil, by keys: Column<Int32>, keyCount: Int, work: Work = .here
  ) -> [Int32] {
    guard let rows else { return order(Rows(start: nil, count: keys.count), keys, keyCount, work) }
    return rows.withUnsafeBufferPointer { order(Rows(start: $0.baseAddress, count: $0.count), keys, keyCount, work) }
  }

  /// Rows in an order; without memory 0, 1, 2, ….
  ///
  /// `@unchecked Sendable`: nothing writes to them.
  private struct Rows: @unchecked Sendable {
    let start: UnsafePointer<Int32>?
    let count: Int

    @inline(__always)
    subscript(_ place: Int) -> Int32 { start?[place] ?? Int32(truncatingIfNeeded: place) }
  }

  /// Where rows are written to, each block its own places.
  private struct Target: @unchecked Sendable {
    let start: UnsafeMutablePointer<Int32>
  }

  private static func order(_ rows: Rows, _ keys: Column<Int32>, _ keyCount: Int, _ work: Work) -> [Int32] {
    // Blocks are so long that their counters are few beside their rows.
    let size = max(1 << 15, 4 * keyCount, (rows.count + 15) / 16)
    let blocks = (rows.count + size - 1) / size
    /// [block · keyCount + key]: first how many rows, then where the next one goes.
    let places = Column<Int32>(count: blocks * keyCount, repeating: 0)
    work.shareBlocks(rows.count, of: size) { block in
      let counts = places.start + block.lowerBound / size * keyCount
      for place in block {
        let key = Int(keys.start[Int(rows[place])])
        if key >= 0 { counts[key] += 1 }
      }
    }
    var kept: Int32 = 0
    for key in 0..<keyCount {
      for block in 0..<blocks {
        let place = block * keyCount + key
        (places.start[place], kept) = (kept, kept + places.start[place])
      }
    }
    return [Int32](unsafeUninitializedCapacity: Int(kept)) { buffer, initialized in
      guard let start = buffer.baseAddress else { return }
      let target = Target(start: start)
      work.shareBlocks(rows.count, of: size) { block in
        let next = places.start + block.lowerBound / size * keyCount
        for place in block {
          let row = rows[place]
          let key = Int(keys.start[Int(row)])
          guard key >= 0 else { continue }
          target.start[Int(next[key])] = row
          next[key] += 1
        }
      }
      initialized = Int(kept)
    }
  }
}
