/// The two resized rows that a row of the input lies between. Each is made once, though several rows of the input want it.
struct ResizedRows {
  typealias Row = UnsafeMutableBufferPointer<Float>

  private var first: Row
  private var second: Row
  private var firstIndex = -1
  private var secondIndex = -1

  /// Memory for both, which must live as long as this is used.
  init(_ memory: UnsafeMutableBufferPointer<Float>) {
    first = Row(rebasing: memory[..<(memory.count / 2)])
    second = Row(rebasing: memory[(memory.count / 2)...])
  }

  /// The rows of two indices, the second the same or the next; `make` writes one that is not there yet.
  mutating func take(_ upper: Int, _ lower: Int, make: (Int, Row) -> Void) -> (upper: Row, lower: Row) {
    if upper == secondIndex {
      swap(&first, &second)
      swap(&firstIndex, &secondIndex)
    }
    if upper != firstIndex {
      make(upper, first)
      firstIndex = upper
    }
    if lower == upper { return (first, first) }
    if lower != secondIndex {
      make(lower, second)
      secondIndex = lower
    }
    return (first, second)
  }
}
