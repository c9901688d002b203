import DetectionCore
import Foundation
import HTTPMessages
import TestSupport
import Testing

@testable import JSON

@Suite struct JSONFuzzTests {
  @Test func read_GeneratedDocuments_AgreesWithFoundation() throws {
    var generator = DocumentGenerator(random: SplitMix64(seed: 1))
    for _ in 0..<4000 {
      let text = generator.document()
      let value = try readJSON(text)
      let expected = foundationValue(Array(text.utf8))
      #expect(expected.map(value.plain.isClose) == true, "\(text)")
      #expect(JSONDiagnosis.firstError(in: ByteBuffer(text)) == nil, "\(text)")
      #expect(try readJSON(value.text()) == value, "\(text)")
      #expect(try readJSON(value.text(.pretty)) == value, "\(text)")
    }
  }

  /// The reader and the diagnosis know nothing of each other: they must agree on every text. And no text that
  /// Foundation refuses may pass.
  @Test func read_MutatedDocuments_IsAsStrictAsFoundation() {
    var generator = DocumentGenerator(random: SplitMix64(seed: 2))
    for _ in 0..<10_000 {
      var bytes = Array(generator.document().utf8)
      for _ in 0..<Int.random(in: 1...3, using: &generator.random) { mutate(&bytes, &generator.random) }
      let value = try? readJSON(bytes)
      let error = JSONDiagnosis.firstError(in: ByteBuffer(bytes))
      let text = String(decoding: bytes, as: UTF8.self)
      #expect((value == nil) == (error != nil), "\(text) \(String(describing: error))")
      let foundation = foundationValue(bytes)
      if let value {
        #expect(foundation.map(value.plain.isClose) == true, "accepted: \(text)")
      } else if foundation != nil {
        #expect(isKnownLeniency(bytes, error), "refused: \(text) \(String(describing: error))")
      }
    }
  }

  /// What Foundation lets through: a key given twice, a comma after the last member, a byte order mark, a zero
  /// byte or other encodings (it guesses UTF-16 and UTF-32), numbers that overflow.
  private func isKnownLeniency(_ bytes: [UInt8], _ error: JSONError?) -> Bool {
    guard let error else { return false }
    return error.kind == .duplicateKey || error.kind == .numberOutOfRange || bytes.contains(0)
      || error.detail.contains("byte order mark")
      || error.detail.contains("expected a key in double quotes, found '}'")
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    let alphabet =
      Array("[]{},:\"\\0123456789.eE+-truefalsn uNI'/ \n\u{1}".utf8) + [0, 0x80, 0xC3, 0xED, 0xFF]
    let position = Int.random(in: 0...bytes.count, using: &random)
    let byte = alphabet.randomElement(using: &random) ?? 0
    switch Int.random(in: 0..<5, using: &random) {
    case 0 where position < bytes.count: bytes.remove(at: position)
    case 1 where position < bytes.count: bytes[position] = byte
    case 2: bytes.removeSubrange(position...)
    case 3:
      let end = Int.random(in: position...bytes.count, using: &random)
      bytes.insert(contentsOf: bytes[position..<end], at: position)
    default: bytes.insert(byte, at: position)
    }
  }

  @Test func read_RandomBytes_AgreesWithTheDiagnosis() {
    var random = SplitMix64(seed: 3)
    let alphabet = Array("[]{},:\"\\01.e-tn ".utf8)
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        alphabet.randomElement(using: &random) ?? 0
      }
      let isRead = (try? readJSON(bytes)) != nil
      #expect(isRead == (JSONDiagnosis.firstError(in: ByteBuffer(bytes)) == nil), "\(bytes)")
    }
  }
}
