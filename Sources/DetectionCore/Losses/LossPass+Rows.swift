extension LossPass.Output {
  /// The sum over rows that have `width` derivatives each, `stride` apart; `term` writes those that are not 0.
  @inline(__always)
  func sum(
    _ rows: Range<Int>, width: Int, stride: Int = 1, at start: (Int) -> Int,
    _ term: (_ row: Int, _ slopes: UnsafeMutablePointer<S>?) -> S
  ) -> Double {
    var sum = 0.0
    for row in rows {
      let slopes = slopes.map { $0 + start(row) }
      if let slopes { for column in 0..<width { (slopes + column * stride).initialize(to: 0) } }
      let value = term(row, slopes)
      sum += Double(value)
      if let values { (values + row).initialize(to: value) }
      if let slopes, divisor != 1 { for column in 0..<width { slopes[column * stride] /= divisor } }
    }
    return sum
  }
}

extension Blocks {
  /// Of rows of so many numbers.
  static func rows(width: Int) -> Blocks { Blocks(size: 1024, parallelFrom: max(1, 65536 / max(width, 1))) }
}
