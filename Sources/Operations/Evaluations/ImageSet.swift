import DetectionCore

/// The images that objects or detections name: a bit each.
struct ImageSet {
  private var words: [UInt64]

  /// Those of columns of indices, each from 0 and below `count`.
  init(_ columns: [Tensor<Int64>], below count: Int) {
    words = [UInt64](repeating: 0, count: (count + 63) / 64)
    for column in columns {
      column.withElements { column in
        for index in column { words[Int(index >> 6)] |= 1 << UInt64(index & 63) }
      }
    }
  }

  /// They, rising.
  var elements: [Int64] {
    var elements: [Int64] = []
    for (place, word) in words.enumerated() {
      var left = word
      while left != 0 {
        elements.append(Int64(64 * place + left.trailingZeroBitCount))
        left &= left - 1
      }
    }
    return elements
  }
}
