import DetectionCore

/// Classes put together so that a block holds some thousand rows, or one class: work for one thread at a time.
struct ClassBlocks: Sendable {
  private var bounds = [0]

  /// - Parameter starts: where each class begins, and the end of the last
  init(_ starts: [Int], rows: Int = 8192) {
    var first = 0
    for number in 0..<max(starts.count - 1, 0)
    where starts[number + 1] - starts[first] >= rows || number - first >= 4096 {
      bounds.append(number + 1)
      first = number + 1
    }
    if first < starts.count - 1 { bounds.append(starts.count - 1) }
  }

  var count: Int { bounds.count - 1 }
  subscript(_ block: Int) -> Range<Int> { bounds[block]..<bounds[block + 1] }
}
