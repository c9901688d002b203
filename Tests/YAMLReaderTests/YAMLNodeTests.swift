import Testing
import YAMLReader

@Suite struct YAMLNodeTests {
  @Test func parse_NestedDocument() throws {
    let text = """
      # settings
      server:
        host: 127.0.0.1
        port: 8080
        tags: [a, 'b', 3, {x: ~}]
      paths:
        /v1/losses/focal:
          post:
            responses:
              200: {description: "OK"}
              '404':
                description: none
      list:
      - 1
      -
        - 2
      empty:
      """
    let node = try YAMLNode.parse(text)
    #expect(node["server"]?["host"] == .string("127.0.0.1"))
    #expect(node["server"]?["port"] == .int(8080))
    #expect(
      node["server"]?["tags"]
        == .sequence([.string("a"), .string("b"), .int(3), .mapping([YAMLMember(key: "x", value: .null)])]))
    let responses = node["paths"]?["/v1/losses/focal"]?["post"]?["responses"]
    #expect(responses?["200"]?["description"] == .string("OK"))
    #expect(responses?["404"]?["description"] == .string("none"))
    #expect(node["list"] == .sequence([.int(1), .sequence([.int(2)])]))
    #expect(node["empty"] == .null)
    #expect(node["missing"] == nil)
    guard case .mapping(let members) = node else { return }
    #expect(members.map(\.key) == ["server", "paths", "list", "empty"])
    #expect(members.map(\.line) == [2, 6, 13, 17])
  }

  @Test func parse_JSON() throws {
    let text = #"{"a": [1, -2.5, true, null, "x\n\u00e9", {}, []], "b": {"c": ""}}"#
    let expected = YAMLNode.mapping([
      YAMLMember(
        key: "a",
        value: .sequence([
          .int(1), .double(-2.5), .bool(true), .null, .string("x\né"), .mapping([]), .sequence([]),
        ])),
      YAMLMember(key: "b", value: .mapping([YAMLMember(key: "c", value: .string(""))])),
    ])
    #expect(try YAMLNode.parse(text) == expected)
  }

  @Test(arguments: ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n", "\u{FEFF}"])
  func parse_NothingWritten_IsNull(text: String) throws {
    #expect(try YAMLNode.parse(text) == .null)
  }

  @Test func alias_StandsForItsAnchor() throws {
    let node = try YAMLNode.parse("a: &x {n: [1, &y 2]}\nb: *x\nc: [*y, *y]\n&k key: *k\n")
    #expect(node["b"] == node["a"])
    #expect(node["c"] == .sequence([.int(2), .int(2)]))
    #expect(node["key"] == .string("key"))
  }

  @Test func alias_Bomb_IsRefused() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let error = #expect(throws: YAMLError.self) { try YAMLNode.parse(text) }
    #expect(error?.sentence == "the aliases stand for more than 10000 nodes")
  }

  @Test func depth_64_IsTheLimit() throws {
    let nest = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(throws: Never.self) { try YAMLNode.parse(nest(64)) }
    for depth in [65, 1000] {
      let error = #expect(throws: YAMLError.self) { try YAMLNode.parse(nest(depth)) }
      #expect(error == YAMLError(line: 1, column: 65, sentence: "nested deeper than 64 levels"))
    }
    // Two halves, put together by an alias.
    let halves =
      "- &a \(nest(40))\n- " + String(repeating: "[", count: 30) + "*a" + String(repeating: "]", count: 30)
    #expect(throws: YAMLError.self) { try YAMLNode.parse(halves) }
    #expect(throws: Never.self) { try YAMLNode.parse("- &a \(nest(40))\n- [[*a]]") }
  }
}
