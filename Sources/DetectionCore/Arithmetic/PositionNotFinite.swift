/// How memory that is only looked at is divided: a block takes longer than waking a thread.
private let looking = Blocks(size: 1 << 18, parallelFrom: 1 << 19)
/// Elements that are looked at together.
private let group = 64

/// Where the first element stands that is not a finite number.
@inline(__always)
func positionNotFinite<S: Scalar>(_ elements: UnsafeBufferPointer<S>) -> Int? {
  guard let start = elements.baseAddress, !isAllFinite(start, elements.count) else { return nil }
  return elements.firstIndex { !$0.isFinite }
}

@inline(__always)
private func isAllFinite<S: Scalar>(_ start: UnsafePointer<S>, _ count: Int) -> Bool {
  guard count >= looking.parallelFrom else { return areFinite(start, 0..<count) }
  let blocks = UninitializedTensor<Bool>(Shape(vector: (count - 1) / looking.size + 1))
  nonisolated(unsafe) let start = start
  looking.forEach(count) { block in
    (blocks.start + block.lowerBound / looking.size).initialize(to: areFinite(start, block))
  }
  return !blocks.tensor.withElements { $0.contains(false) }
}

@inline(__always)
func areFinite<S: Scalar>(_ start: UnsafePointer<S>, _ range: Range<Int>) -> Bool {
  var next = range.lowerBound
  while next &+ group <= range.upperBound {
    guard !hasAnyNotFinite(start + next) else { return false }
    next &+= group
  }
  return (next..<range.upperBound).allSatisfy { start[$0].isFinite }
}

/// Whether one of a group is infinite or no number: its exponent is all ones, and one more overflows into the sign. By bits:
/// of a comparison compilers make branches, tenfold slower.
@inline(__always)
private func hasAnyNotFinite<S: Scalar>(_ start: UnsafePointer<S>) -> Bool {
  let bits = UnsafeRawPointer(start).assumingMemoryBound(to: S.BitElement.self)
  let one = S.BitElement(1) &<< S.BitElement(S.significandBitCount)
  let exponent = (S.BitElement.max >> 1) &- (one &- 1)
  var carries: S.BitElement = 0
  for offset in 0..<group { carries |= (bits[offset] & exponent) &+ one }
  return carries & ~(S.BitElement.max >> 1) != 0
}
