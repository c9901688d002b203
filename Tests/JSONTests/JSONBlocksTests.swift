import CSimdJSON
import DetectionCore
import Dispatch
import HTTPMessages
import Testing

@testable import JSON

/// Large arrays of numbers are read apart and in blocks. What comes out must be what reading the whole gives, the
/// place of the first error included, wherever the cuts are.
@Suite struct JSONBlocksTests {
  /// Every array is read apart, in blocks of that many bytes.
  private func blocks(of size: Int, concurrent: Bool = false) -> focald_json_reading {
    focald_json_reading(
      array_size: 1, block_size: size, perform: concurrent ? JSONReader.reading.perform : nil)
  }

  /// No array is.
  private let whole = focald_json_reading(array_size: .max, block_size: 1, perform: nil)

  private func outcome(_ bytes: [UInt8], _ reading: focald_json_reading) -> Result<String, JSONError> {
    // As text, because minus zero equals zero.
    Result { () throws(JSONError) in try JSONReader.read(ByteBuffer(bytes), reading: reading).text() }
  }

  private func expectAgreement(_ text: String, blocks sizes: some Sequence<Int>) {
    let bytes = Array(text.utf8)
    let expected = outcome(bytes, whole)
    for size in sizes { #expect(outcome(bytes, blocks(of: size)) == expected, "\(text) in blocks of \(size)") }
  }

  @Test(arguments: [
    "[1]", "[-0.0,0,-0]", " [ 1 , 2 ,\n3 ] ", "[[1,2],[3,4]]", "[[[1,2],[3,4]],[[5,6],[7,8]],[[9,1],[2,3]]]",
    "[ [ [1] , [2] ] ,\t[ [3],[4] ] ]", "[[1],[2],[3]]", "[[[1,2,3]]]",
    "[[[[1],[2]],[[3],[4]]],[[[5],[6]],[[7],[8]]]]",
    #"{"a":[1,2,3],"b":[[1,2],[3,4]]}"#, #"{"logits":{"shape":[2,2],"data":[1,2.5,-3e2,4]},"gamma":2}"#,
    #"{"a":"[1,2]","b\"[3":[1,2],"c":"\\"}"#, #"[[1,2],"[3]",[4,5]]"#, #"["\\",[1,2],"\"",[3]]"#,
    "[0.99999999999999999999999,0.00001234567890123456789012,123456789012345678901234567890]",
    "[1e-400,4.9e-324]",
    "[1E5,1e+5,1e-5,1.5E+00,100000000000000000000000e-23]",
  ])
  func read_Numbers_AtEveryCut(text: String) {
    expectAgreement(text, blocks: 1...text.utf8.count + 1)
    #expect(throws: Never.self) { try JSONReader.read(ByteBuffer(text), reading: blocks(of: 3)) }
  }

  @Test(arguments: [
    "[1,2", "[1,2]]", "[[1,2]", "[1,2],", "[1,,2]", "[,1]", "[1,]", "[1 2]", "[1;2]", "[[1,2][3,4]]",
    "[[1,2],,[3,4]]", "[1,2],[3,4]",
    "[1,2]\u{0}", "[1,NaN]", "[1,Infinity]", "[1,-]", "[1,+2]", "[01,2]", "[1,00]", "[1.,2]", "[.5,1]", "[1e,2]",
    "[1,2e+]", "[1,1e400]", "[1,-1e999]", "[0x1,2]", "[1,2]3", "[1,2]//", "[1,'2']", "[1,\u{FEFF}2]", "[1,2}",
    "{[1,2]}", #"{"a":[1,2],"a":[3,4]}"#, #"{"a":[1,2]"b":[3]}"#, #"{"a"[1,2]}"#, #"{"a":[1,2],}"#,
    #"\"[1,2]"#, #"["a[1,2]"#,
    "[[[1,2] ", "[[[1,2] \n}", "[[[1,2]\t\"]\"", #"{"a":[[[1,2],[3]  ,"b":1}"#,
    "[1.5.5]", "[1-2]", "[--1]", "[1e5e5]", "[1_000]",
  ])
  func read_WhatIsNoJSON_IsRefusedAtTheSamePlace(text: String) {
    expectAgreement(text, blocks: 1...text.utf8.count + 1)
    #expect(throws: JSONError.self) { try JSONReader.read(ByteBuffer(text), reading: blocks(of: 3)) }
  }

  @Test(arguments: [
    "[[1,2],[3]]", "[[1],[2,3]]", "[[1,2],3]", "[1,[2,3]]", "[[1,2],[[3,4]]]", "[[[1],[2]],[[3]]]", "[[[1,2]],[3,4]]",
    "[[1,2],[]]", "[[],[1,2]]", "[[[1,2],[3,4]],[[5,6],[7]]]", "[[[1,2],[3,4]],[[5,6,7,8]]]", "[[1,2],null]",
    "[1,true]", "[[1,2],{}]", "[[[1,2],[3,4]],[[5],[6],[7],[8]]]",
  ])
  func read_OtherArrays_KeepTheirElements(text: String) {
    expectAgreement(text, blocks: 1...text.utf8.count + 1)
  }

  @Test func read_GeneratedAndMutatedDocuments_Agree() {
    var generator = DocumentGenerator(random: SplitMix64(seed: 7))
    for turn in 0..<4000 {
      var bytes = Array(generator.document().utf8)
      if turn % 2 == 1 { for _ in 0..<turn % 3 + 1 { mutate(&bytes, &generator.random) } }
      let expected = outcome(bytes, whole)
      let size = Int.random(in: 1...40, using: &generator.random)
      #expect(
        outcome(bytes, blocks(of: size)) == expected, "\(String(decoding: bytes, as: UTF8.self)) in blocks of \(size)")
    }
  }

  /// Rows of numbers of every length, with the space that printers put between them, changed in one place or not.
  @Test func read_MutatedTensors_Agree() {
    var generator = DocumentGenerator(random: SplitMix64(seed: 8))
    for turn in 0..<1000 {
      let columns = Int.random(in: 1...90, using: &generator.random), separator = turn % 3 == 0 ? ", " : ","
      let rows = (0..<Int.random(in: 1...6, using: &generator.random)).map { _ in
        "[" + (0..<columns).map { _ in generator.number() }.joined(separator: separator) + "]"
      }
      var bytes = Array((turn % 4 == 0 ? rows[0] : "[" + rows.joined(separator: separator) + "]").utf8)
      if turn % 2 == 1 { mutate(&bytes, &generator.random) }
      let expected = outcome(bytes, whole)
      let size = Int.random(in: 1...500, using: &generator.random)
      #expect(
        outcome(bytes, blocks(of: size)) == expected, "\(String(decoding: bytes, as: UTF8.self)) in blocks of \(size)")
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    let alphabet = Array("[]{},:\"\\0123456789.eE+-tn \n".utf8) + [0, 0x80, 0xFF]
    let byte = alphabet.randomElement(using: &random) ?? 0
    let position = Int.random(in: 0..<max(bytes.count, 1), using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0 where !bytes.isEmpty: bytes.remove(at: position)
    case 1 where !bytes.isEmpty: bytes[position] = byte
    case 2: bytes.removeSubrange(min(position, bytes.count)...)
    default: bytes.insert(byte, at: min(position, bytes.count))
    }
  }

  /// As large as the service's own blocks need to be many, on all processors.
  @Test func read_LargeArrays_Agree() throws {
    var generator = DocumentGenerator(random: SplitMix64(seed: 9))
    let numbers = (0..<120_000).map { _ in generator.number() }
    let flat = numbers.joined(separator: ",")
    let rows = stride(from: 0, to: numbers.count, by: 4).map { "[\(numbers[$0..<$0 + 4].joined(separator: ", "))]" }
    let text = "{\"a\":[\(flat)],\"b\":[\(rows.joined(separator: ",\n"))],\"c\":{\"shape\":[1],\"data\":[\(flat)]}}"
    let bytes = Array(text.utf8)
    let expected = outcome(bytes, whole)
    #expect(throws: Never.self) { try expected.get() }
    #expect(outcome(bytes, JSONReader.reading) == expected)
    #expect(outcome(bytes, blocks(of: 4099, concurrent: true)) == expected)
    for position in [flat.utf8.count / 2, bytes.count - 1000] {
      var broken = bytes
      broken[position] = UInt8(ascii: "x")
      let error = outcome(broken, whole)
      #expect(throws: JSONError.self) { try error.get() }
      #expect(outcome(broken, JSONReader.reading) == error)
    }
  }

  @Test func read_Depth64_IsTheLimitForBlocksToo() throws {
    for depth in [1, 32, 63, 64, 65, 66, 1000] {
      let text = String(repeating: "[", count: depth) + "1,2" + String(repeating: "]", count: depth)
      expectAgreement(text, blocks: [1, 7, 1000])
      expectAgreement("{\"a\":" + text + "}", blocks: [1, 7, 1000])
    }
  }

  /// Many brackets or quotes must not make the search for arrays slow: this would take minutes.
  @Test(arguments: ["[", "[1", "[1,", "\"", "[\"", "[]", "[[1]", "1,", "[-"])
  func read_ManyBeginnings_TakesLinearTime(piece: String) {
    let bytes = Array(String(repeating: piece, count: 1_000_000).utf8)
    #expect(throws: JSONError.self) { try JSONReader.read(ByteBuffer(bytes), reading: blocks(of: 4096)) }
  }
}
