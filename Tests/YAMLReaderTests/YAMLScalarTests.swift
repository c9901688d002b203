import Testing
import YAMLReader

@Suite struct YAMLScalarTests {
  @Test(
    arguments: [
      ("", .null), ("~", .null), ("null", .null), ("NULL", .null), ("nULL", .string("nULL")),
      ("true", .bool(true)), ("False", .bool(false)), ("yes", .string("yes")), ("no", .string("no")),
      ("on", .string("on")), ("off", .string("off")), ("y", .string("y")),
      ("12", .int(12)), ("-12", .int(-12)), ("+12", .int(12)), ("010", .int(10)), ("0x1F", .int(31)),
      ("0o17", .int(15)),
      ("0x", .string("0x")), ("0x-1", .string("0x-1")), ("0o8", .string("0o8")), ("1_000", .string("1_000")),
      ("12:30:45", .string("12:30:45")), ("2024-01-02", .string("2024-01-02")), ("3.1.0", .string("3.1.0")),
      ("9223372036854775807", .int(.max)), ("9223372036854775808", .double(9_223_372_036_854_775_808)),
      ("1.5", .double(1.5)), ("1.", .double(1)), (".5", .double(0.5)), ("-.5e3", .double(-500)),
      ("1e3", .double(1000)),
      ("1.e-2", .double(0.01)), (".inf", .double(.infinity)), ("-.INF", .double(-.infinity)),
      ("inf", .string("inf")),
      ("nan", .string("nan")), ("1e", .string("1e")), (".", .string(".")), ("-", .sequence([.null])),
      ("0x1p3", .string("0x1p3")), ("'12'", .string("12")), ("\"true\"", .string("true")),
      ("''", .string("")),
      ("!!str 12", .string("12")), ("\"a\\u00e9\\n\\x41\"", .string("aé\nA")), ("'it''s'", .string("it's")),
      ("http://x:80/y", .string("http://x:80/y")), ("a # comment", .string("a")), ("a#b", .string("a#b")),
    ] as [(String, YAMLNode)])
  func scalar_IsReadByTheCoreSchema(text: String, expected: YAMLNode) throws {
    #expect(try YAMLNode.parse(text) == expected)
  }

  @Test func nan_IsADouble() throws {
    guard case .double(let number) = try YAMLNode.parse(".nan") else {
      Issue.record("not a double")
      return
    }
    #expect(number.isNaN)
  }

  @Test func blockScalars_KeepOrFoldLines() throws {
    let text = """
      literal: |
        one
          two

        three
      folded: >
        one
        two

        three
      stripped: |-
        12
      kept: |+
        x

      after: 1
      """
    #expect(
      try YAMLNode.parse(text)
        == .mapping([
          YAMLMember(key: "literal", value: .string("one\n  two\n\nthree\n")),
          YAMLMember(key: "folded", value: .string("one two\nthree\n")),
          YAMLMember(key: "stripped", value: .string("12")),
          YAMLMember(key: "kept", value: .string("x\n\n")),
          YAMLMember(key: "after", value: .int(1)),
        ]))
  }
}
