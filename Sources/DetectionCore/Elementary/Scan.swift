/// Calls `body` with every index of the range whose element is greater than the floor, in order. Whole blocks are passed
/// over by a loop without a branch, which compilers turn into vectors, as mostly nothing is.
@inline(__always)
func forEachIndex<S: Scalar>(
  in elements: UnsafeBufferPointer<S>, _ range: Range<Int>, above floor: S, _ body: (Int) -> Void
) {
  let block = 64
  var next = range.lowerBound
  guard let base = elements.baseAddress else { return }
  while next + block <= range.upperBound {
    var hits: Int32 = 0
    for offset in 0..<block { hits |= base[next + offset] > floor ? 1 : 0 }
    if hits != 0 {
      for index in next..<next + block where base[index] > floor { body(index) }
    }
    next += block
  }
  for index in next..<range.upperBound where base[index] > floor { body(index) }
}
