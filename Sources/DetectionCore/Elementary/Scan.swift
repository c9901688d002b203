/// How memory that is only looked at is divided: a block takes longer than waking a thread.
private let looking = Blocks(size: 1 << 18, parallelFrom: 1 << 19)
/// Elements that are looked at together.
private let group = 64

/// Calls `body` with every index of the range whose element is greater than the floor, in order. Whole groups are passed
/// over by a loop without a branch, which compilers turn into vectors, as mostly nothing is; large ranges on all
/// processors.
@inline(__always)
func forEachIndex<S: Scalar>(
  in elements: UnsafeBufferPointer<S>, _ range: Range<Int>, above floor: S, _ body: (Int) -> Void
) {
  guard let base = elements.baseAddress else { return }
  let marks = marks(base + range.lowerBound, range.count, above: floor)
  var next = range.lowerBound
  var position = 0
  while next &+ group <= range.upperBound {
    if marks?.start[position] ?? hasAny(base + next, group, above: floor) {
      // Mostly it is one.
      for part in stride(from: next, to: next &+ group, by: 16) where hasAny(base + part, 16, above: floor) {
        for index in part..<part &+ 16 where base[index] > floor { body(index) }
      }
    }
    next &+= group
    position &+= 1
  }
  for index in next..<range.upperBound where base[index] > floor { body(index) }
}

/// Which whole groups have an element greater than the floor, if there are many.
private func marks<S: Scalar>(_ start: UnsafePointer<S>, _ count: Int, above floor: S) -> UninitializedTensor<Bool>? {
  guard count >= looking.parallelFrom else { return nil }
  let marks = UninitializedTensor<Bool>(Shape(vector: count / group))
  nonisolated(unsafe) let start = start
  looking.forEach(count / group * group) { block in
    for first in stride(from: block.lowerBound, to: block.upperBound, by: group) {
      (marks.start + first / group).initialize(to: hasAny(start + first, group, above: floor))
    }
  }
  return marks
}

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
private func areFinite<S: Scalar>(_ start: UnsafePointer<S>, _ range: Range<Int>) -> Bool {
  var next = range.lowerBound
  while next &+ group <= range.upperBound {
    guard !hasAnyNotFinite(start + next) else { return false }
    next &+= group
  }
  return (next..<range.upperBound).allSatisfy { start[$0].isFinite }
}

// By concrete vectors, and by bits: of `hits |= element > floor ? 1 : 0` compilers make branches, tenfold slower.

/// Whether one of `count` elements, a multiple of sixteen, is greater than the floor.
@inline(__always)
private func hasAny<S: Scalar>(_ start: UnsafePointer<S>, _ count: Int, above floor: S) -> Bool {
  let memory = UnsafeRawPointer(start)
  if let floor = floor as? Float {
    var hits = SIMDMask<SIMD16<Int32>>(repeating: false)
    for part in 0..<count / 16 {
      hits .|= memory.loadUnaligned(fromByteOffset: 64 * part, as: SIMD16<Float>.self) .> floor
    }
    return any(hits)
  }
  if let floor = floor as? Double {
    var hits = SIMDMask<SIMD8<Int64>>(repeating: false)
    for part in 0..<count / 8 {
      hits .|= memory.loadUnaligned(fromByteOffset: 64 * part, as: SIMD8<Double>.self) .> floor
    }
    return any(hits)
  }
  return (0..<count).contains { start[$0] > floor }
}

/// Whether one of a group is infinite or no number: its exponent is all ones, and one more overflows into the sign.
@inline(__always)
private func hasAnyNotFinite<S: Scalar>(_ start: UnsafePointer<S>) -> Bool {
  let memory = UnsafeRawPointer(start)
  if S.self == Float.self {
    let bits = memory.assumingMemoryBound(to: UInt32.self)
    var carries: UInt32 = 0
    for offset in 0..<group { carries |= (bits[offset] & 0x7F80_0000) &+ 0x0080_0000 }
    return carries >> 31 != 0
  }
  let bits = memory.assumingMemoryBound(to: UInt64.self)
  var carries: UInt64 = 0
  for offset in 0..<group { carries |= (bits[offset] & 0x7FF0_0000_0000_0000) &+ 0x0010_0000_0000_0000 }
  return carries >> 63 != 0
}
