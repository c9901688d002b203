import DetectionCore
import HTTPMessages
import TestSupport
import Testing

@testable import JSON

@Suite struct JSONWriterTests {
  private func text(_ value: some JSONWritable, _ style: JSONWriter.Style = .compact) -> String {
    let buffer = ByteBuffer()
    var writer = JSONWriter(into: buffer, style: style)
    writer.value(value)
    #expect(writer.isComplete)
    return buffer.text
  }

  @Test(arguments: [
    (0, "0"), (-0.0, "-0.0"), (3, "3"), (-3, "-3"), (0.1, "0.1"), (1e5, "100000"), (1e-7, "1e-07"),
    (1e16, "1e+16"),
    (9_007_199_254_740_991, "9007199254740991"), (1.7976931348623157e308, "1.7976931348623157e+308"),
    (Double.leastNonzeroMagnitude, "5e-324"), (-2.2250738585072014e-308, "-2.2250738585072014e-308"),
    (1e22, "1e+22"), (1e23, "1e+23"),
    (0x1p53, "9.007199254740992e+15"), (0.3, "0.3"),
  ])
  func write_Double_IsShortest(number: Double, expected: String) {
    #expect(text(number) == expected)
  }

  @Test func write_Scalars() {
    #expect(text(true) == "true")
    #expect(text(Int.min) == "-9223372036854775808")
    #expect(text(Float(0.1)) == "0.1")
    #expect(text(Float(16_777_215)) == "16777215")
    #expect(text(-Float.zero) == "-0.0")
    #expect(text(Optional<Int>.none) == "null")
    #expect(text([1, 2]) == "[1,2]")
    #expect(text("a\"\\\n\t\r\u{8}\u{1f}\0é😀/\u{7f}") == #""a\"\\\n\t\r\u0008\u001f\u0000é😀/"# + "\u{7f}\"")
    #expect(text("") == "\"\"")
  }

  @Test func write_ObjectsAndArrays_SetTheCommas() {
    let buffer = ByteBuffer()
    var writer = JSONWriter(into: buffer)
    writer.object { object in
      object.member("loss", 0.25)
      object.member("empty") { _ in }
      object.member("gradients") { gradients in
        gradients.member("logits", Tensor([1.5, 2]))
        gradients.member("none", Int?.none)
      }
      object.key("list")
      object.array { list in
        list.value("x")
        list.array { _ in }
        list.null()
      }
    }
    #expect(
      buffer.text
        == #"{"loss":0.25,"empty":{},"gradients":{"logits":[1.5,2],"none":null},"list":["x",[],null]}"#)
  }

  @Test func write_Pretty_Indents() throws {
    let value = try readJSON(#"{"a":[[1,2],[3,4]],"b":[],"c":{},"d":[true,{"e":[1]}]}"#)
    #expect(
      value.text(.pretty) == """
        {
          "a": [
            [1,2],
            [3,4]
          ],
          "b": [],
          "c": {},
          "d": [
            true,
            {
              "e": [1]
            }
          ]
        }
        """)
  }

  @Test(arguments: [
    ([], "7"), ([1], "[7]"), ([3], "[7,7,7]"), ([2, 2], "[[7,7],[7,7]]"), ([1, 1, 2], "[[[7,7]]]"),
    ([2, 2, 1], "[[[7],[7]],[[7],[7]]]"), ([0], "[]"), ([0, 4], "[]"), ([2, 0], "[[],[]]"),
    ([2, 1, 0, 5], "[[[]],[[]]]"), ([3, 0, 2], "[[],[],[]]"), ([1, 0], "[[]]"),
    ([1_000_000_000, 0], "[]"), ([Int.max / 2, 3, 0], "[]"),
  ])
  func write_Tensor_FollowsTheShape(extents: [Int], expected: String) throws {
    guard let shape = Shape(extents) else { return }
    #expect(text(Tensor(shape: shape, repeating: 7.0)) == expected)
    #expect(text(Tensor(shape: shape, repeating: Float(7))) == expected)
    #expect(text(Tensor(shape: shape, repeating: 7)) == expected)
  }

  @Test func write_LargeTensor_IsReadBackAcrossChunks() throws {
    let shape = try #require(Shape([3, 1001, 7]))
    var random = SplitMix64(seed: 5)
    let tensor = Tensor<Double>(shape: shape) { buffer in
      for index in buffer.indices { buffer[index] = Double.random(in: -1...1, using: &random) }
    }
    #expect(try readJSON(text(tensor)) == .numbers(tensor))
  }

  /// Blocks on all processors give the text that one after the other gives.
  @Test(arguments: [[65_536], [65_537], [131_072], [3, 50_001], [40_000, 2, 2], [1, 1, 200_000], [200_000, 1]])
  func write_Blocks_AreTheSameText(extents: [Int]) throws {
    let shape = try #require(Shape(extents))
    var random = SplitMix64(seed: 11)
    let doubles = Tensor<Double>(shape: shape) { buffer in
      for index in buffer.indices { buffer[index] = Double.random(in: -1...1, using: &random) }
    }
    try expectSameText(doubles)
    try expectSameText(doubles.map { Float($0) })
    try expectSameText(doubles.map { Int($0 * 1e9) })
  }

  private func expectSameText<Element: JSONNumber>(_ tensor: Tensor<Element>) throws {
    var writer = JSONWriter()
    writer.object { object in
      object.member("before", [1])
      object.member("tensor", tensor)
      object.member("after", tensor)
    }
    let pieces = writer.pieces
    #expect(writer.isComplete)
    #expect((pieces.count > 1) == (tensor.count > JSONWriter.block))
    if pieces.count > 1 { #expect(pieces.allSatisfy { $0.capacity <= JSONWriter.block * 26 }) }
    let expected = text(tensor)
    let whole = pieces.map(\.text).joined()
    #expect(whole == "{\"before\":[1],\"tensor\":\(expected),\"after\":\(expected)}")
  }

  @Test func write_RandomNumbers_RoundTrip() throws {
    var random = SplitMix64(seed: 6)
    var doubles: [Double] = []
    var floats: [Float] = []
    while doubles.count < 100_000 {
      let bits = random.next()
      // Every fourth is subnormal.
      let double = Double(bitPattern: doubles.count % 4 == 0 ? bits & 0x800F_FFFF_FFFF_FFFF : bits)
      let float = Float(
        bitPattern: UInt32(truncatingIfNeeded: doubles.count % 4 == 0 ? bits & 0x807F_FFFF : bits))
      if double.isFinite { doubles.append(double) }
      if float.isFinite { floats.append(float) }
    }
    guard case .numbers(let readDoubles) = try readJSON(text(Tensor(doubles))),
      case .numbers(let readFloats) = try readJSON(text(Tensor(floats)))
    else {
      Issue.record("not a tensor")
      return
    }
    #expect(zip(doubles, readDoubles.elements).allSatisfy { $0.bitPattern == $1.bitPattern })
    #expect(zip(floats, readFloats.elements).allSatisfy { $0.bitPattern == Float($1).bitPattern })
    // As short as Swift's own shortest digits: 17 significant ones at most, mostly the same count.
    for double in doubles.prefix(2000) {
      #expect(significantDigits(text(double)) <= significantDigits("\(double)"), "\(double)")
    }
  }

  /// Digits between the first and the last that is not 0.
  private func significantDigits(_ text: String) -> Int {
    let mantissa = text.prefix { $0 != "e" }.filter(\.isNumber)
    let trimmed = mantissa.drop { $0 == "0" }.reversed().drop { $0 == "0" }
    return trimmed.count
  }
}
