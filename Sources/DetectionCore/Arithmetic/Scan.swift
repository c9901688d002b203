/// How memory that is only looked at is divided: a block takes longer than waking a thread.
private let looking = Blocks(size: 1 << 18, parallelFrom: 1 << 19)
/// Elements that are looked at together.
private let group = 64

/// Calls `body` with the index and the value of every element of the range that is greater than the floor, in order; large
/// ranges are looked at on all processors.
@inline(__always)
func forEachElement<S: Scalar>(
  in elements: UnsafeBufferPointer<S>, _ range: Range<Int>, above floor: S, _ body: (_ index: Int, _ value: S) -> Void
) {
  guard let base = elements.baseAddress else { return }
  guard range.count >= looking.parallelFrom else { return forEachHit(base, range, above: floor, body) }
  let hits = Hits(base + range.lowerBound, range.count, above: floor)
  for block in 0..<hits.blocks {
    let start = range.lowerBound + block * looking.size
    if let count = hits.count(of: block) {
      for hit in hits.hits(of: block, count) { body(start + Int(hit.offset), hit.value) }
    } else {
      forEachHit(base, start..<min(start + looking.size, range.upperBound), above: floor, body)
    }
  }
}

/// The elements greater than a floor, block by block, noted while the block is in the nearest cache: who comes back for a
/// few of many finds them in memory.
private struct Hits<S: Scalar> {
  struct Hit: Sendable, BitwiseCopyable {
    let offset: Int32
    let value: S
  }

  /// Hits of a block that are noted; a block with more is looked at again.
  private static var most: Int { looking.size / 32 }

  let blocks: Int
  private let hits: UninitializedTensor<Hit>
  private let counts: UninitializedTensor<Int>

  init(_ start: UnsafePointer<S>, _ count: Int, above floor: S) {
    blocks = (count - 1) / looking.size + 1
    // No more memory than the elements themselves take, and what nobody writes to takes none.
    hits = UninitializedTensor(Shape(vector: blocks * Self.most))
    counts = UninitializedTensor(Shape(vector: blocks))
    nonisolated(unsafe) let start = start
    looking.forEach(count) { [hits, counts] block in
      let number = block.lowerBound / looking.size
      let place = hits.start + number * Self.most
      var found = 0
      forEachHit(start, block, above: floor) { index, value in
        if found < Self.most {
          let offset = Int32(truncatingIfNeeded: index - block.lowerBound)
          (place + found).initialize(to: Hit(offset: offset, value: value))
        }
        found += 1
      }
      (counts.start + number).initialize(to: found)
    }
  }

  /// How many are noted; `nil` if there are too many.
  func count(of block: Int) -> Int? { counts.start[block] <= Self.most ? counts.start[block] : nil }

  func hits(of block: Int, _ count: Int) -> UnsafeBufferPointer<Hit> {
    UnsafeBufferPointer(start: hits.start + block * Self.most, count: count)
  }
}

/// One by one. Whole groups are passed over without a branch, as mostly nothing is greater, and mostly it is one.
@inline(__always)
private func forEachHit<S: Scalar>(
  _ base: UnsafePointer<S>, _ range: Range<Int>, above floor: S, _ body: (_ index: Int, _ value: S) -> Void
) {
  var next = range.lowerBound
  while next &+ group <= range.upperBound {
    if hasAny(base + next, group, above: floor) {
      for part in stride(from: next, to: next &+ group, by: 16) where hasAny(base + part, 16, above: floor) {
        for index in part..<part &+ 16 where base[index] > floor { body(index, base[index]) }
      }
    }
    next &+= group
  }
  for index in next..<range.upperBound where base[index] > floor { body(index, base[index]) }
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
