import CKeptMemory
import Dispatch
import HTTPMessages
import Testing

/// Other tests run in the same process and share what it keeps: what they may take away is tried more than once.
@Suite(.serialized) struct KeptMemoryTests {
  private static let mebibyte = 1 << 20
  private let size = 96 * mebibyte

  /// Keeps so much while `body` runs.
  private func keeping(_ limit: Int, _ body: () throws -> Void) rethrows {
    kept_memory_set_limit(limit)
    defer { kept_memory_set_limit(0) }
    try body()
  }

  /// Whether it is so at least once.
  private func once(_ body: () throws -> Bool) rethrows -> Bool {
    for _ in 0..<50 where try body() { return true }
    return false
  }

  @Test func block_IsLentAgain() throws {
    try keeping(1 << 30) {
      let isLent = try once {
        let first = try #require(kept_memory_take(size))
        kept_memory_give(first)
        let second = try #require(kept_memory_take(size - 10 * Self.mebibyte))
        defer { kept_memory_give(second) }
        return second == first && kept_memory_is_lent(second)
      }
      #expect(isLent)
    }
  }

  @Test func block_IsNotLentTwice_NorForHalfOfIt_NorForMore() throws {
    try keeping(1 << 30) {
      let first = try #require(kept_memory_take(size))
      kept_memory_give(first)
      let half = kept_memory_take(size / 2 - Self.mebibyte)
      let more = kept_memory_take(size + Self.mebibyte)
      #expect(half != first && more != first)
      let (again, second) = (kept_memory_take(size), kept_memory_take(size))
      #expect(again != second)
      for block in [half, more, again, second] { kept_memory_give(block) }
    }
  }

  @Test func limit_HoldsForLentBlocks() throws {
    let limit = size + size / 2
    try keeping(limit) {
      let (first, second) = (try #require(kept_memory_take(size)), try #require(kept_memory_take(size)))
      for block in [first, second] {
        kept_memory_give(block)
        #expect(kept_memory_held() <= limit)
      }
      let (lent, third) = (kept_memory_take(size), kept_memory_take(size))
      // None is kept beside one that is lent.
      for block in [third, lent] {
        kept_memory_give(block)
        #expect(kept_memory_held() <= limit)
      }
    }
  }

  @Test func nothing_IsKeptWithoutALimit() throws {
    let block = try #require(kept_memory_take(size))
    kept_memory_give(block)
    let next = try #require(kept_memory_take(size))
    #expect(!kept_memory_is_lent(next))
    kept_memory_give(next)
  }

  @Test func blocks_GoBackAfterAWhile() throws {
    try keeping(1 << 30) {
      let isKept = try once {
        kept_memory_give(try #require(kept_memory_take(size)))
        kept_memory_expire(3_600_000)
        return kept_memory_held() >= size
      }
      let isGivenBack = once {
        kept_memory_expire(0)
        return kept_memory_held() < size
      }
      #expect(isKept && isGivenBack)
    }
  }

  @Test(arguments: [false, true]) func resizing_KeepsTheContent(_ isKept: Bool) throws {
    try keeping(isKept ? 1 << 30 : 0) {
      if isKept { kept_memory_give(try #require(kept_memory_take(size))) }
      var block = try #require(kept_memory_resize(nil, Self.mebibyte))
      fill(block, Self.mebibyte)
      for next in [size, size - Self.mebibyte, 5 * Self.mebibyte, Self.mebibyte, 100, 2 * size, 3 * Self.mebibyte, 1] {
        block = try #require(kept_memory_resize(block, next))
        #expect(holds(block, min(next, 100)))
      }
      kept_memory_give(block)
    }
  }

  @Test func blocks_AreOneUsersEach() throws {
    try keeping(64 * Self.mebibyte) {
      let wrong = Lock(0)
      DispatchQueue.concurrentPerform(iterations: 8) { user in
        for turn in 0..<200 {
          let size = (1 + (user * 7 + turn * 13) % 5) * Self.mebibyte
          guard let block = kept_memory_take(size) else { continue }
          let tag = UInt8(truncatingIfNeeded: user * 31 + turn)
          let places = [0, size / 2, size - 1]
          for place in places { block.storeBytes(of: tag, toByteOffset: place, as: UInt8.self) }
          let isWhole = places.allSatisfy { block.load(fromByteOffset: $0, as: UInt8.self) == tag }
          if !isWhole { wrong.withLock { $0 += 1 } }
          kept_memory_give(block)
        }
      }
      #expect(wrong.withLock { $0 } == 0)
    }
  }

  @Test func buffer_TakesTheMemoryOfAnother() {
    keeping(1 << 30) {
      let isKept = once {
        do { _ = ByteBuffer(capacity: size) }
        return ByteBuffer(capacity: size).isKept
      }
      #expect(isKept)
      let buffer = ByteBuffer(capacity: size)
      buffer.append("text")
      buffer.discard()
      #expect(!buffer.isKept && buffer.append("other") && buffer.text == "other")
    }
  }

  private func fill(_ block: UnsafeMutableRawPointer, _ count: Int) {
    for place in 0..<count {
      block.storeBytes(of: UInt8(truncatingIfNeeded: place * 7), toByteOffset: place, as: UInt8.self)
    }
  }

  private func holds(_ block: UnsafeMutableRawPointer, _ count: Int) -> Bool {
    (0..<count).allSatisfy { block.load(fromByteOffset: $0, as: UInt8.self) == UInt8(truncatingIfNeeded: $0 * 7) }
  }
}
