import DetectionCore
import Foundation
import HTTPMessages
import TestSupport
import Testing

@testable import JSON

@Suite struct JSONReaderTests {
  @Test func read_GivesEveryKindOfValue() throws {
    #expect(try readJSON("null") == .null)
    #expect(try readJSON(" true ") == .bool(true))
    #expect(try readJSON("[false]") == .array([.bool(false)]))
    #expect(try readJSON("-12.5e1") == .number(-125))
    #expect(try readJSON(#""a\u0000\n\ud83d\ude00""#) == .string("a\0\n😀"))
    #expect(try readJSON("{}") == .object([:]))
    #expect(
      try readJSON(#"{"b": 1, "a": {"": []}}"#) == .object(["b": .number(1), "a": .object(["": .array([])])]))
    #expect(try readJSON(#"{"b": 1, "a": 2}"#)["a"] == .number(2))
  }

  @Test(arguments: [
    ("[7]", [1]), ("[1,2,3]", [3]), ("[[1,2],[3,4],[5,6]]", [3, 2]), ("[[[1]],[[2]]]", [2, 1, 1]),
    ("[ [ [ [ 0.5 ] ] ] ]", [1, 1, 1, 1]),
  ])
  func read_RectangularArray_IsATensor(text: String, extents: [Int]) throws {
    guard case .numbers(let tensor) = try readJSON(text) else {
      Issue.record("not a tensor")
      return
    }
    #expect(tensor.shape.extents == extents)
    #expect(JSONValue.numbers(tensor).text() == text.replacingOccurrences(of: " ", with: ""))
  }

  @Test(arguments: [
    "[]", "[[]]", "[[],[]]", "[[1],[]]", "[[1,2],[3]]", "[[1],2]", "[1,[2]]", "[1,2,\"a\"]", "[1,null,2]",
    "[[1,2],null]",
    "[[1,2],{\"a\":[1,2]}]", "[[[1],[2]],[[3]]]", "[[[1,2],[3,4]],[[5,6],[7,true]]]", "[\"a\",[1,2],3]",
    "[1,2,[3,[4,5],\"x\"],6]", "[[1,2],[3,4],[[5,6]]]", "[{},[1],[2]]", "[[1],[2],[[1,2],[3,4]],[3]]",
  ])
  func read_OtherArray_KeepsEveryElement(text: String) throws {
    let value = try readJSON(text)
    #expect(value.text() == text)
    guard case .array = value else {
      Issue.record("not a generic array")
      return
    }
  }

  @Test func read_TensorOutlivesBodyAndSiblings() throws {
    var tensors: [Tensor<Double>] = []
    for count in 1...50 {
      let text = "{\"a\":[\((0..<count).map { "[\($0),1]" }.joined(separator: ","))],\"b\":[9]}"
      guard case .numbers(let tensor)? = try readJSON(text)["a"] else { continue }
      tensors.append(tensor)
    }
    #expect(tensors.count == 50)
    for (index, tensor) in tensors.enumerated() {
      #expect(tensor.shape.extents == [index + 1, 2])
      #expect(tensor.row(index).elements == [Double(index), 1])
    }
  }

  @Test func read_LargeBodies_DoNotDisturbLaterOnes() throws {
    let row = "[0.1,-2,3e5,4]"
    let text = "[" + Array(repeating: row, count: 400_000).joined(separator: ",") + "]"
    for _ in 0..<2 {
      guard case .numbers(let tensor) = try readJSON(text) else {
        Issue.record("not a tensor")
        return
      }
      #expect(tensor.shape.extents == [400_000, 4])
      #expect(tensor.row(399_999).elements == [0.1, -2, 3e5, 4])
      #expect(try readJSON(row).text() == "[0.1,-2,300000,4]")
    }
  }

  @Test func read_Depth64_IsTheLimit() throws {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
      let nest = { (depth: Int) in
        String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
      }
      #expect(throws: Never.self) { try readJSON(nest(64)) }
      for depth in [65, 66, 1000, 200_000] {
        let error = #expect(throws: JSONError.self) { try readJSON(nest(depth)) }
        #expect(error?.kind == .tooDeep)
        #expect(error?.pointer == String(repeating: open == "[" ? "/0" : "/a", count: 64))
      }
    }
    guard
      case .numbers(let tensor) = try readJSON(
        String(repeating: "[", count: 64) + "1" + String(repeating: "]", count: 64))
    else {
      Issue.record("not a tensor")
      return
    }
    #expect(tensor.shape.rank == 64)
  }

  @Test func read_TooManyLooseValues_IsRefused() {
    let text = "[" + String(repeating: "{},", count: JSONReader.maximumValues) + "{}]"
    let error = #expect(throws: JSONError.self) { try readJSON(text) }
    #expect(error?.kind == .tooManyValues)
  }

  @Test func read_ManyKeys_FindsTheDuplicate() throws {
    let keys = (0..<5000).map { "\"k\(($0 * 7919) % 5000)\":\($0)" }
    #expect(throws: Never.self) { try readJSON("{\(keys.joined(separator: ","))}") }
    let error = #expect(throws: JSONError.self) {
      try readJSON("{\(keys.joined(separator: ",")),\"k4\\u0032\":1}")
    }
    #expect(error?.kind == .duplicateKey)
    #expect(error?.pointer == "/k42")
  }

  @Test func read_OnManyThreads_GivesTheSame() async throws {
    let expected = try readJSON(#"{"a":[[1,2],[3,4]],"b":"x"}"#)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<64 {
        group.addTask { try readJSON(#"{"a":[[1,2],[3,4]],"b":"x"}"#) == expected }
      }
      for try await same in group { #expect(same) }
    }
  }

  @Test func lookup_ComparesBytes() throws {
    #expect(try readJSON(#"{"\u212a":1}"#)["K"] == nil)
    #expect(throws: Never.self) { try readJSON(#"{"\u212a":1,"K":2,"é":1,"e\u0301":2}"#) }
  }
}
