/// Rows put in order of a small integer key, rows of equal keys staying as they were: a counting sort, linear in rows and
/// keys.
enum StableGrouping {
  /// The rows sorted by `keys[row]`; rows with a negative key are left out.
  ///
  /// - Parameters:
  ///   - rows: the rows in their present order; `nil` for 0, 1, 2, …
  ///   - keys: one a row, below `keyCount`
  static func order(_ rows: [Int32]? = nil, by keys: Column<Int32>, keyCount: Int) -> [Int32] {
    var starts = [Int](repeating: 0, count: keyCount + 1)
    let count = rows?.count ?? keys.count
    func row(_ place: Int) -> Int { rows.map { Int($0[place]) } ?? place }
    var kept = 0
    for place in 0..<count {
      let key = keys[row(place)]
      guard key >= 0 else { continue }
      starts[Int(key) + 1] += 1
      kept += 1
    }
    for key in 0..<keyCount { starts[key + 1] += starts[key] }
    return [Int32](unsafeUninitializedCapacity: kept) { target, initialized in
      for place in 0..<count {
        let row = row(place)
        let key = keys[row]
        guard key >= 0 else { continue }
        target.initializeElement(at: starts[Int(key)], to: Int32(truncatingIfNeeded: row))
        starts[Int(key)] += 1
      }
      initialized = kept
    }
  }
}
