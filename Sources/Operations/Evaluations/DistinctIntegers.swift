import DetectionCore

/// The integers that occur in columns.
enum DistinctIntegers {
  /// Each once, rising. Those that lie close together, as categories do, are marked in an array; others go through a hash table.
  static func rising(in columns: [Tensor<Int64>]) -> [Int64] {
    let bounds = columns.compactMap { column in
      column.withElements { ids in ids.min().flatMap { low in ids.max().map { (low: low, high: $0) } } }
    }
    guard let low = bounds.map(\.low).min(), let high = bounds.map(\.high).max() else { return [] }
    let (span, overflow) = high.subtractingReportingOverflow(low)
    let count = columns.reduce(0) { $0 + $1.count }
    guard !overflow, span < Int64(count) * 4 + 4096 else {
      return columns.reduce(into: Set<Int64>()) { $0.formUnion($1.elements) }.sorted()
    }
    var occurs = [Bool](repeating: false, count: Int(span) + 1)
    occurs.withUnsafeMutableBufferPointer { occurs in
      for column in columns {
        column.withElements { ids in for id in ids { occurs[Int(id - low)] = true } }
      }
    }
    return occurs.indices.filter { occurs[$0] }.map { low + Int64($0) }
  }
}
