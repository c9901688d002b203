/// Calls `body` with every index of the range whose element is greater than the floor, in order. Sixteen are looked at
/// at a time, as mostly none is.
@inline(__always)
func forEachIndex<S: Scalar>(
  in elements: UnsafeBufferPointer<S>, _ range: Range<Int>, above floor: S, _ body: (Int) -> Void
) {
  var next = range.lowerBound
  guard let base = elements.baseAddress else { return }
  while next + 16 <= range.upperBound {
    let lanes = UnsafeRawPointer(base + next).loadUnaligned(as: SIMD16<S>.self)
    if any(lanes .> floor) {
      for index in next..<next + 16 where base[index] > floor { body(index) }
    }
    next += 16
  }
  for index in next..<range.upperBound where base[index] > floor { body(index) }
}
