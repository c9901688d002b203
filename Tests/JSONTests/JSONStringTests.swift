import Foundation
import Testing

@testable import JSON

@Suite struct JSONStringTests {
  private func escaped(_ text: String, keepingLines: Bool = false) -> String {
    var (text, result) = (text, "")
    text.withUTF8 { utf8 in
      JSONString.escape(UnsafeRawBufferPointer(utf8), keepingLines: keepingLines) {
        result += String(decoding: $0, as: UTF8.self)
      }
    }
    return result
  }

  @Test func escapes_AreTheShortOnesWhereTheyExist() {
    #expect(escaped("a\"b\\c\nd\re\tf\u{0}\u{1F}/") == #"a\"b\\c\nd\re\tf\u0000\u001f/"#)
    #expect(escaped("") == "")
    #expect(escaped("é🙂\u{7F}\u{85}\u{2028}") == "é🙂\u{7F}\u{85}\u{2028}")
  }

  @Test func lines_AreKept() {
    #expect(escaped("\u{7F}\u{85}\u{2028}\u{2029}", keepingLines: true) == #"\u007f\u0085\u2028\u2029"#)
    #expect(
      escaped("é\u{84}\u{86}\u{2027}\u{202A}🙂\u{FFFD}", keepingLines: true) == "é\u{84}\u{86}\u{2027}\u{202A}🙂\u{FFFD}")
  }

  // Every character of the basic plane, alone and between others, read back by Foundation.
  @Test(arguments: [false, true]) func everyCharacter_ReadsBack(keepingLines: Bool) throws {
    let all = (0...0xFFFF).compactMap { Unicode.Scalar($0) }
    for start in stride(from: 0, to: all.count, by: 4096) {
      var text = ""
      for scalar in all[start..<min(start + 4096, all.count)] { text.unicodeScalars.append(contentsOf: [scalar, "x"]) }
      let json = "[\"\(escaped(text, keepingLines: keepingLines))\"]"
      #expect(
        try JSONDecoder().decode([String].self, from: Data(json.utf8))[0].unicodeScalars.elementsEqual(
          text.unicodeScalars))
      if keepingLines { #expect(!json.contains { $0.isNewline }) }
    }
  }
}
