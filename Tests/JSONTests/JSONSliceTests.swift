import CSimdJSON
import DetectionCore
import HTTPMessages
import Testing

@testable import JSON

/// A text that lies among other bytes is read as if it stood alone: what follows it is not taken for a part of it.
@Suite struct JSONSliceTests {
  /// What could go on with a text that was cut, or close it.
  private static let continuations = [
    "", "]", "}", "\"", "1", ".5", "e5", "\"]", "]}", ",1]", "true", "ull", "0]}]}", "\\\"", ":1}", " ", "[",
    "\r\n--x--\r\n",
    "\u{0}\u{0}", "9999999999999999999999999999999999999999999999999999999999999999999999999999]",
    "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
  ]

  private func outcome(_ slice: ByteSlice, _ reading: focald_json_reading) -> Result<String, JSONError> {
    Result { () throws(JSONError) in try JSONReader.read(slice, reading: reading).text() }
  }

  @Test(arguments: [1, Int.max]) func read_TextAmongOtherBytes_IsAsIfAlone(arraySize: Int) {
    let reading = focald_json_reading(array_size: arraySize, block_size: 3, perform: nil)
    var generator = DocumentGenerator(random: SplitMix64(seed: 12))
    var refused = 0
    for _ in 0..<3000 {
      var text = Array(generator.document().utf8)
      // Cut, half of the time.
      if Bool.random(using: &generator.random) {
        text = Array(text.prefix(Int.random(in: 0...text.count, using: &generator.random)))
      }
      let alone = outcome(ByteSlice(ByteBuffer(text)), reading)
      if case .failure = alone { refused += 1 }
      let after = Self.continuations.randomElement(using: &generator.random) ?? ""
      let before = Self.continuations.randomElement(using: &generator.random) ?? ""
      let whole = ByteBuffer(Array(before.utf8) + text + Array(after.utf8))
      let start = before.utf8.count
      let found = outcome(ByteSlice(whole, start..<start + text.count), reading)
      #expect(found == alone, "\(String(decoding: text, as: UTF8.self)) before \(after)")
    }
    #expect(refused > 500 && refused < 2500)
  }

  @Test func read_FaultyPart_IsCalledByItsName() {
    let whole = ByteBuffer("[1,2]")
    let error = #expect(throws: JSONError.self) { try JSONReader.read(ByteSlice(whole, 0..<4), of: "part") }
    #expect(error?.detail == "expected ',' or ']' after a value, found the end of the part (at byte 4)")
    let empty = #expect(throws: JSONError.self) { try JSONReader.read(ByteSlice(whole, 2..<2), of: "part") }
    #expect(empty?.detail == "the part is empty")
  }
}
