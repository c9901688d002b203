import HTTPMessages
import Testing

@Suite struct ByteSliceTests {
  @Test func slice_OfABuffer_HoldsItsBytes() {
    let buffer = ByteBuffer("abcdef")
    #expect(ByteSlice(buffer).text == "abcdef")
    #expect(ByteSlice(buffer, 1..<4).text == "bcd")
    #expect(ByteSlice(buffer, 1..<4).count == 3)
    #expect(ByteSlice(buffer, 1..<4).baseAddress == buffer.baseAddress + 1)
    #expect(ByteSlice(buffer, 2..<2).text.isEmpty)
  }

  @Test func slice_OfASlice_CountsFromItsBeginning() {
    let slice = ByteSlice(ByteBuffer("abcdef"), 1..<5)
    #expect(slice[1..<3].text == "cd")
    #expect(slice[0..<4].text == "bcde")
    #expect(slice[2..<9].text == "de")
  }

  @Test func slice_BeyondTheBuffer_EndsWithIt() {
    let buffer = ByteBuffer("abc")
    #expect(ByteSlice(buffer, 1..<9).text == "bc")
    #expect(ByteSlice(buffer, 7..<9).text.isEmpty)
  }

  @Test func slice_OfADiscardedBuffer_IsEmpty() {
    let buffer = ByteBuffer("abc")
    let slice = ByteSlice(buffer, 1..<3)
    buffer.discard()
    #expect(slice.count == 0 && slice.text.isEmpty)
    #expect(slice.baseAddress == buffer.baseAddress)
  }
}
