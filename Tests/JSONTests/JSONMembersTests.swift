import HTTPMessages
import Testing

@testable import JSON

@Suite struct JSONMembersTests {
  private func members(_ text: String, limit: Int = 16) -> [String]? {
    JSONMembers(ByteSlice(ByteBuffer(text)), limit: limit)?.members.map { "\($0.name)=\($0.value.text)" }
  }

  @Test(
    arguments: [
      ("{}", []), (" { } ", []), (#"{"a":1}"#, ["a=1"]),
      (#"{"a" : [1, {"b":"]}"}] , "c":"x\"}" }"#, [#"a=[1, {"b":"]}"}]"#, #"c="x\"}""#]),
      (#"{"\u0061\"":null,"b":-1e5}"#, [#"a"=null"#, "b=-1e5"]),
      (#"{"a":{"b":{"c":[[[]]]}},"d":true}"#, [#"a={"b":{"c":[[[]]]}}"#, "d=true"]),
    ] as [(String, [String])]) func members_AreFound(text: String, expected: [String])
  {
    #expect(members(text) == expected)
  }

  @Test(arguments: [
    "", "[]", "1", "{", #"{"a"}"#, #"{"a":}"#, #"{"a":1"#, #"{"a":[1}"#, #"{"a":1}x"#, #"{"a":1,}"#, #"{,"a":1}"#,
    #"{"a":"b}"#,
  ])
  func textThatCannotBeDivided_HasNone(text: String) {
    #expect(members(text) == nil)
  }

  @Test func members_BeyondTheLimit_AreRefused() {
    #expect(members(#"{"a":1,"b":2}"#, limit: 2) != nil && members(#"{"a":1,"b":2}"#, limit: 1) == nil)
  }

  /// However long a value is, and wherever strings and escapes lie in it, it ends where its brackets do.
  @Test func value_OfAnyLength_EndsWithItsBrackets() {
    for length in 0..<200 {
      let filler = String(repeating: "x", count: length)
      for inner in [
        "\"\(filler)\"", "[\"\(filler)]\\\"\"]", "{\"\(filler)\\\\\":[\"}\"]}", "[\(filler.isEmpty ? "" : "1")]",
      ] {
        let text = #"{"a":[\#(inner)],"b":[{}]}"#
        #expect(members(text) == ["a=[\(inner)]", "b=[{}]"], "\(text)")
      }
    }
  }
}
