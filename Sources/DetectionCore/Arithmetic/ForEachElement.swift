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
    // No more memory than the elements themselves take, and what is never written to takes none.
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
    if S.Wide.hasAny(base + next, group, above: floor) {
      for part in stride(from: next, to: next &+ group, by: 16) where S.Wide.hasAny(base + part, 16, above: floor) {
        for index in part..<part &+ 16 where base[index] > floor { body(index, base[index]) }
      }
    }
    next &+= group
  }
  for index in next..<range.upperBound where base[index] > floor { body(index, base[index]) }
}
