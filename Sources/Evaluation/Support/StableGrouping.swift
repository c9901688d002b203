/// Rows put in order of a small integer key, rows of equal keys staying as they were: a counting sort, linear in rows and
/// keys.
enum StableGrouping {
  /// The rows sorted by `keys[row]`; rows with a negative key are left out.
  ///
  /// - Parameters:
  ///   - rows: the rows in their present order; `nil` for 0, 1, 2, …
  ///   - keys: one a row, below `keyCount`
  static func order(_ rows: [Int32]? = nil, by keys: Column<Int32>, keyCount: Int) -> [Int32] {
    let all = rows ?? (0..<Int32(clamping: keys.count)).map { $0 }
    var starts = [Int](repeating: 0, count: keyCount + 1)
    return all.withUnsafeBufferPointer { all in
      starts.withUnsafeMutableBufferPointer { starts in
        var kept = 0
        for row in all where keys.start[Int(row)] >= 0 {
          starts[Int(keys.start[Int(row)]) + 1] += 1
          kept += 1
        }
        for key in 0..<keyCount { starts[key + 1] += starts[key] }
        return [Int32](unsafeUninitializedCapacity: kept) { target, initialized in
          for row in all {
            let key = keys.start[Int(row)]
            guard key >= 0 else { continue }
            target.initializeElement(at: starts[Int(key)], to: row)
            starts[Int(key)] += 1
          }
          initialized = kept
        }
      }
    }
  }
}
