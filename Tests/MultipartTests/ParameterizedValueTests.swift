import Multipart
import Testing

@Suite struct ParameterizedValueTests {
  private func read(_ text: String) -> ParameterizedValue? { ParameterizedValue(text.utf8) }

  @Test func value_WithParameters_IsRead() throws {
    let value = try #require(read("Form-Data; NAME=\"a b\"; filename=c.json"))
    #expect(value.value == "form-data")
    #expect(value["name"] == "a b")
    #expect(value["filename"] == "c.json")
    #expect(value["size"] == nil)
  }

  @Test(arguments: [
    ("a", []), ("a;", []), ("a ; ; b=c", ["c"]), ("a;b=c", ["c"]), ("a;\tb=c ", ["c"]), ("a; b=\"\"", [""]),
    (#"a; b="x\"y""#, ["x\"y"]), (#"a; b="x\\y""#, ["x\\y"]), (#"a; b="C:\data\x""#, [#"C:\data\x"#]),
    ("a; b=\"x; name=y\"; c=d", ["x; name=y", "d"]), ("a; b=\"ä€😀\"", ["ä€😀"]), ("a; b*=UTF-8''x", ["UTF-8''x"]),
    ("a; b===_Part_1", ["==_Part_1"]), ("a; b=\"\t\"", ["\t"]),
  ])
  func parameters_AreRead(text: String, values: [String]) {
    #expect(read(text)?.parameters.map(\.value) == values)
  }

  @Test(arguments: [
    "", " a", ";", "; b=c", "a b=c", "a; b", "a; b=", "a; =c", "a; b=c d", "a; b=\"c", "a; b=\"c\\\"", "a; b=\"c\"d",
    "a; b=c; B=d", "a; b=\"\n\"", "a; b=\"\u{7F}\"", "a; b=c, d=e", "ä; b=c", "a; b=ä",
  ])
  func whatIsNone_IsRefused(text: String) {
    #expect(read(text) == nil)
  }

  @Test func illFormedUTF8_IsRepaired() {
    #expect(ParameterizedValue(Array("a; b=\"".utf8) + [0xFF] + Array("\"".utf8))?["b"] == "\u{FFFD}")
  }
}
