import CSimdJSON
import DetectionCore
import Evaluation
import HTTPMessages
import Testing

@testable import JSON

/// Large lists are read in blocks, whose beginnings are guesses. What comes out must be what reading in one piece gives,
/// errors included, wherever the cuts are.
@Suite struct RecordsBlocksTests {
  private struct Outcome: Equatable {
    var images: [RecordID?] = []
    var categories: [RecordID?] = []
    var numbers: [UInt64] = []
    var fault: RecordsFault?
  }

  private func outcome(_ text: String, blocks size: Int?) -> Outcome {
    var outcome = Outcome()
    do throws(RecordsFault) {
      let records = try RecordsSamples.detections(text, size.map(RecordsSamples.blocks) ?? RecordsSamples.whole)
      outcome.images = records.images.all
      outcome.categories = records.categories.all
      outcome.numbers = (records.boxes.elements + records.scores.elements).map(\.bitPattern)
    } catch {
      outcome.fault = error
    }
    return outcome
  }

  /// Rows of all kinds: ids of both kinds, strings and nested rows that look like the beginning of another.
  private static func row(_ random: inout SplitMix64) -> String {
    let ids = ["1", "77", "\"a\"", "\"},{\"", "9223372036854775807"]
    let others = [
      "", #""note":"},{\"image_id\":1","#, #""rows":[{"image_id":1},{"image_id":2}],"#, #""x":"\\\"}, {","#,
    ]
    let id = ids[Int.random(in: 0..<(Bool.random(using: &random) ? 2 : 5), using: &random)]
    let other = others[Int.random(in: 0..<others.count, using: &random)]
    let space = ["", " ", "\n  "][Int.random(in: 0..<3, using: &random)]
    return
      #"{\#(other)"image_id":\#(id),\#(space)"category_id":2,"bbox":[1,2,3,\#(random.next() % 99)],"score":0.5}\#(space)"#
  }

  @Test(arguments: 0..<40) func rows_InBlocksOfAnySize_AreTheSame(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let rows = (0..<30).map { _ in Self.row(&random) }
    var text = "[\(rows.joined(separator: ", "))]"
    // Some are wrong somewhere.
    if seed % 2 == 1 {
      let place = text.utf8.index(text.startIndex, offsetBy: Int.random(in: 0..<text.utf8.count, using: &random))
      let wrong = ["", "x", "}", "]", "\"", "{", ","][Int.random(in: 0..<7, using: &random)]
      text = String(text[..<place]) + wrong + String(text[text.index(after: place)...])
    }
    let expected = outcome(text, blocks: nil)
    for size in [1, 7, 20, 33, 50, 64, 100, 150, 333, 1000] {
      let found = outcome(text, blocks: size)
      // Of what is no JSON another reader says where.
      let isSame = expected.fault?.kind == .syntax ? found.fault?.kind == .syntax : found == expected
      #expect(isSame, "blocks of \(size): \(text)")
    }
  }

  /// An array is taken to end where a text does, but for space: that may be before its first row.
  @Test(arguments: ["[", "[ ", "[\n\n  \t ", " [    ", "[]     ", "[  ]  ", "[ 1   ", "[{}    ", "    ", ""])
  func texts_ThatEndTooSoonOrInSpace_AreTheSame(text: String) {
    let (expected, long) = (outcome(text, blocks: nil), text + String(repeating: " ", count: 3000))
    for size in [1, 2, 64, 1000] {
      for text in [text, long] {
        let found = outcome(text, blocks: size)
        #expect(found.fault?.kind == expected.fault?.kind && found.images == expected.images, "\(text)")
      }
    }
  }

  private func fault(_ text: [UInt8], _ reading: focald_json_reading) -> RecordsFault? {
    let buffer = ByteBuffer(text)
    defer { withExtendedLifetime(buffer) {} }
    do throws(RecordsFault) {
      _ = try RecordsReader.detections(buffer.bytes, reading: reading)
      return nil
    } catch {
      return error
    }
  }

  /// Characters of several bytes, whole or broken, lie anywhere between the pieces that are looked at apart.
  @Test(arguments: 0..<24) func bytesThatAreNoUTF8_AreFoundInPieces(shift: Int) {
    let row = #"{"image_id":"é🙂￿","category_id":2,"bbox":[1,2,3,4],"score":0.5,"x":"🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂"}"#
    let bytes = Array("[\(String(repeating: " ", count: shift))\(row),\(row)]".utf8)
    for place in [0, 20, 31, 32, 33, 90, 91, 92, 93, bytes.count - 6] {
      for wrong in [bytes[place], 0x80, 0xBF, 0xC3, 0xF0, 0xFF, 0x20] {
        var text = bytes
        text[place] = wrong
        let expected = fault(text, RecordsSamples.whole)
        #expect(String(validating: text, as: UTF8.self) != nil || expected?.kind == .syntax)
        for size in [1, 4, 5, 16, 64] {
          #expect(fault(text, RecordsSamples.blocks(of: size))?.kind == expected?.kind)
        }
      }
    }
  }

  @Test func annotations_InBlocks_AreTheSame() throws {
    let rows = (0..<200).map { number in
      let more = number % 3 == 0 ? #","area":\#(number),"iscrowd":1"# : number % 3 == 1 ? #","ignore":true"# : ""
      return #"{"id":\#(number),"image_id":"i\#(number % 5)","category_id":1,"bbox":[1,2,3,\#(number)]\#(more)}"#
    }
    let text = RecordsSamples.groundTruth(annotations: rows.joined(separator: ","))
    let expected = try RecordsSamples.groundTruth(text).objects
    for size in [1, 50, 64, 200, 999] {
      let found = try RecordsSamples.groundTruth(text, .init(), RecordsSamples.blocks(of: size)).objects
      #expect(found.ids?.all == expected.ids?.all && found.images.all == expected.images.all)
      #expect(found.areas?.elements == expected.areas?.elements && found.boxes.elements == expected.boxes.elements)
      #expect(found.crowd?.elements == expected.crowd?.elements && found.ignore?.elements == expected.ignore?.elements)
    }
  }
}
