import HTTPMessages
import Testing

@Suite struct ByteBufferTests {
  /// Memory of a test's own, and how often it was given back.
  private final class Adopted: @unchecked Sendable {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 3 + ByteBuffer.padding, alignment: 16)
    private(set) var releases = 0

    init() {
      memory.initializeMemory(as: UInt8.self, repeating: UInt8(ascii: "x"), count: 3 + ByteBuffer.padding)
    }

    func buffer() -> ByteBuffer {
      ByteBuffer(adopting: memory, count: 3) { [self] memory in
        #expect(memory == self.memory)
        releases += 1
      }
    }

    deinit { memory.deallocate() }
  }

  @Test func adoptedMemory_IsUsedWhereItLies_AndGivenBackOnce() {
    let adopted = Adopted()
    do {
      let buffer = adopted.buffer()
      #expect(buffer.baseAddress == adopted.memory && buffer.text == "xxx")
      #expect(
        (0..<ByteBuffer.padding).allSatisfy { buffer.baseAddress.load(fromByteOffset: 3 + $0, as: UInt8.self) == 0 })
      #expect(adopted.releases == 0)
    }
    #expect(adopted.releases == 1)
  }

  @Test func adoptedMemory_ThatMustGrowOrGo_IsGivenBackAtOnce() {
    let adopted = Adopted()
    let growing = adopted.buffer()
    #expect(growing.append("yz") && growing.text == "xxxyz")
    #expect(adopted.releases == 1)
    let going = adopted.buffer()
    going.discard()
    #expect(going.count == 0 && adopted.releases == 2)
  }

  private func paddingIsZero(_ buffer: ByteBuffer) -> Bool {
    UnsafeRawBufferPointer(start: buffer.baseAddress + buffer.count, count: ByteBuffer.padding).allSatisfy {
      $0 == 0
    }
  }

  @Test func foreignBytes_AreSentWhereTheyLie_AndNeverWrittenTo() {
    final class Owner: Sendable {
      let gone: Lock<Int>
      init(_ gone: Lock<Int>) { self.gone = gone }
      deinit { gone.withLock { $0 += 1 } }
    }
    let gone = Lock(0)
    let bytes: [UInt8] = Array("abcd".utf8)
    bytes.withUnsafeBytes { bytes in
      let changes: [(ByteBuffer) -> Void] = [
        { _ in }, { $0.append("ef") }, { $0.discard() }, { $0.trim() },
        {
          $0.removeAll()
          $0.append("xyz")
        },
      ]
      for change in changes {
        let buffer = ByteBuffer(sending: UnsafeRawBufferPointer(rebasing: bytes[..<3]), of: Owner(gone))
        #expect(buffer.bytes.baseAddress == bytes.baseAddress && buffer.text == "abc")
        change(buffer)
      }
    }
    #expect(String(decoding: bytes, as: UTF8.self) == "abcd")
    #expect(gone.withLock { $0 } == 5)
    #expect(ByteBuffer(sending: UnsafeRawBufferPointer(start: nil, count: 0), of: Owner(gone)).text == "")
    #expect(gone.withLock { $0 } == 6)
  }

  @Test func growing_KeepsContentAndPadding() {
    let buffer = ByteBuffer()
    var expected: [UInt8] = []
    #expect(paddingIsZero(buffer))
    for size in [1, 63, 64, 65, 1000, 100_000] {
      let piece = (0..<size).map { UInt8(truncatingIfNeeded: $0 + size) }
      #expect(buffer.append(contentsOf: piece))
      expected += piece
      #expect(buffer.bytes.elementsEqual(expected))
      #expect(paddingIsZero(buffer))
    }
  }

  @Test func text_RoundTrips() {
    let buffer = ByteBuffer("grüße")
    buffer.append(", 🌍")
    #expect(buffer.text == "grüße, 🌍")
    #expect(buffer.count == "grüße, 🌍".utf8.count)
  }

  @Test func writingInPlace_CountsWhatWasWritten() throws {
    let buffer = ByteBuffer("ab")
    buffer.append(atMost: 100) { space in
      for index in space.indices { space[index] = 0xFF }
      return 3
    }
    #expect(Array(buffer.bytes) == [0x61, 0x62, 0xFF, 0xFF, 0xFF])
    #expect(paddingIsZero(buffer))
    // A writer that claims more than it was given, or less than nothing.
    buffer.append(atMost: 2) { _ in 1000 }
    #expect(buffer.count == 7)
    buffer.append(atMost: 2) { _ in -1 }
    #expect(buffer.count == 7)
  }

  @Test func absurdSizes_AreRefused() {
    let buffer = ByteBuffer("x")
    for size in [Int.max, Int.max - 1, Int.max / 2, 1 << 60] {
      #expect(!buffer.reserve(additional: size))
      #expect(!buffer.reserve(total: size))
    }
    #expect(buffer.text == "x")
    #expect(ByteBuffer(capacity: Int.max).capacity == 0)
    #expect(ByteBuffer(capacity: -1).capacity == 0)
  }

  @Test func reservedTotal_IsExact() {
    let buffer = ByteBuffer("abc")
    #expect(buffer.reserve(total: 1000))
    #expect(buffer.capacity == 1000)
    #expect(buffer.reserve(total: 10))
    #expect(buffer.capacity == 1000)
    #expect(paddingIsZero(buffer))
  }

  @Test func trimming_KeepsContentAndPadding() {
    let buffer = ByteBuffer("abc")
    #expect(buffer.reserve(total: 100_000))
    buffer.trim()
    #expect(buffer.capacity == 3)
    #expect(buffer.text == "abc")
    #expect(paddingIsZero(buffer))
    buffer.append("def")
    #expect(buffer.text == "abcdef")
  }
}
