import CSimdJSON
import DetectionCore
import HTTPMessages
import TestSupport
import Testing

@testable import JSON

@Suite struct JSONNumberTests {
  private func number(_ text: String) throws -> Double? {
    guard case .number(let number) = try readJSON(text) else { return nil }
    return number
  }

  /// Texts at which parsers have been wrong.
  @Test(arguments: [
    "0.99999999999999999999999", "-0.00001234567890123456789012", "0.3333333333333333333333333333",
    "0.000000000000000000000000000000000000012345678901234567", "1e00000000000000000000001",
    "0e99999999999999999999",
    "9007199254740993", "9007199254740992.99999999999999999999", "18446744073709551615",
    "18446744073709551616",
    "123456789012345678901234567890", "2.2250738585072011e-308", "2.2250738585072012e-308", "4.9e-324",
    "2.4e-324",
    "2.5e-324", "1e-400", "-1e-99999999999999999999", "1.7976931348623157e308", "1.7976931348623158e308",
    "-0", "-0.0",
    "-0e5", "8.5e-22", "1e23", "0.1e-6", "100000000000000000000000e-23", "6.9294956446009195e15",
    "7.2057594037927933e16", "1.00000000000000011102230246251565404236316680908203125",
    "0.500000000000000166533453693773481063544750213623046875",
  ])
  func read_HardNumber_IsCorrectlyRounded(text: String) throws {
    let expected = try #require(Double(text))
    for document in [text, " \(text)\n"] { #expect(try number(document)?.bitPattern == expected.bitPattern) }
    // Large arrays have a reader of their own.
    for from in [1, JSONReader.reading.array_size] {
      let reading = focald_json_reading(array_size: from, block_size: 64, perform: nil)
      let array = ByteBuffer("[1,\(text) ,\(text),\(text)]")
      guard case .numbers(let tensor) = try JSONReader.read(array, reading: reading) else {
        Issue.record("not a tensor")
        return
      }
      for position in 1...3 { #expect(tensor[position].bitPattern == expected.bitPattern) }
    }
  }

  @Test func read_LongNumbers_AreCorrectlyRounded() throws {
    let nines = String(repeating: "9", count: 5000)
    #expect(try number("0." + nines) == 1)
    #expect(try number("\(nines)e-5000") == 1)
    #expect(try number("0." + String(repeating: "0", count: 5000) + "1") == 0)
    #expect(try number("0." + String(repeating: "0", count: 5000) + "1e5001") == 1)
  }

  @Test func read_RandomNumbers_AgreesWithSwift() throws {
    var generator = DocumentGenerator(random: SplitMix64(seed: 4))
    for _ in 0..<100 {
      var texts: [String] = []
      while texts.count < 1000 {
        let bits = Double(bitPattern: generator.random.next())
        let text = texts.count % 2 == 0 && bits.isFinite ? "\(bits)" : generator.number()
        texts.append(text)
      }
      guard case .numbers(let tensor) = try readJSON("[" + texts.joined(separator: ",") + "]") else {
        Issue.record("not a tensor")
        return
      }
      let wrong = zip(texts, tensor.elements).filter { Double($0)?.bitPattern != $1.bitPattern }
      #expect(wrong.isEmpty, "\(wrong.prefix(3))")
    }
  }
}
