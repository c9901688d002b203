import HTTPMessages
import Testing

@testable import Operations
@testable import Service

@Suite struct SpareBuffersTests {
  private let spares = SpareBuffers(limit: 10_000)

  @Test func bufferThatNobodyUses_IsHandedOutAgain_Empty() {
    let first = used(4000)
    #expect(used(3000) == first)
    #expect(spares.buffer(4000).count == 0)
  }

  @Test func bufferInUse_IsNotHandedOut() {
    let first = spares.buffer(4000)
    let second = spares.buffer(4000)
    #expect(first !== second)
    #expect(first.capacity >= 4000 && second.capacity >= 4000)
  }

  @Test func muchSmallerOrLarger_IsNotTaken() {
    let first = used(4000)
    #expect(used(4001) != first)
    #expect(used(1999) != first)
  }

  @Test func beyondTheLimit_NothingIsKept() {
    weak var large: ByteBuffer?
    do { large = spares.buffer(10_001) }
    #expect(large == nil)
    weak var old: ByteBuffer?
    do { old = spares.buffer(6000) }
    #expect(old != nil)
    do { _ = spares.buffer(9000) }
    #expect(old == nil)
  }

  /// Takes a buffer, writes to it and lets it go.
  private func used(_ count: Int) -> ObjectIdentifier {
    let buffer = spares.buffer(count)
    buffer.append("something")
    return ObjectIdentifier(buffer)
  }
}
