import HTTPMessages
import TestSupport
import Testing

@testable import JSON

struct BadDocument: Sendable, CustomTestStringConvertible {
  var text: String
  var pointer: String
  var says: String
  var kind: JSONError.Kind

  init(_ text: String, _ pointer: String, _ says: String, _ kind: JSONError.Kind = .syntax) {
    (self.text, self.pointer, self.says, self.kind) = (text, pointer, says, kind)
  }

  var testDescription: String { text }
}

@Suite struct JSONErrorTests {
  @Test(arguments: [
    BadDocument("", "", "the body is empty"), BadDocument(" \n\t\r ", "", "the body is empty"),
    BadDocument("nul", "", "nul is not JSON"), BadDocument("truex", "", "truex is not JSON"),
    BadDocument("True", "", "True is not JSON"), BadDocument("[nulll]", "/0", "nulll is not JSON"),
    BadDocument("[1,falsey]", "/1", "falsey is not JSON"),
    BadDocument("undefined", "", "undefined is not JSON"),
    BadDocument("NaN", "", "NaN is not JSON"), BadDocument("[1,NaN]", "/1", "NaN is not JSON"),
    BadDocument("[[1,2],[3,Infinity]]", "/1/1", "Infinity is not JSON"),
    BadDocument(#"{"a":-Infinity}"#, "/a", "-Infinity is not JSON"),
    BadDocument("[-NaN]", "/0", "-NaN is not JSON"),
    BadDocument("[nan]", "/0", "nan is not JSON"), BadDocument("[-inf]", "/0", "expected a digit after '-'"),
    BadDocument("01", "", "leading zero"), BadDocument("[-01]", "/0", "leading zero"),
    BadDocument("[00]", "/0", "leading zero"), BadDocument("[1.]", "/0", "expected a digit after '.'"),
    BadDocument("1.", "", "expected a digit after '.'"), BadDocument("[.5]", "/0", "cannot begin with '.'"),
    BadDocument("[-.5]", "/0", "expected a digit after '-'"), BadDocument("+1", "", "cannot begin with '+'"),
    BadDocument("[1,+1]", "/1", "cannot begin with '+'"), BadDocument("-", "", "expected a digit after '-'"),
    BadDocument("[--1]", "/0", "expected a digit after '-'"),
    BadDocument("[1e]", "/0", "expected a digit after the exp"),
    BadDocument("[1e+]", "/0", "expected a digit after the exp"),
    BadDocument("[1.e5]", "/0", "expected a digit after '.'"),
    BadDocument("[1x]", "/0", "'x' cannot follow a number"),
    BadDocument("[0x10]", "/0", "'x' cannot follow a number"),
    BadDocument("[1_000]", "/0", "'_' cannot follow a number"),
    BadDocument("[1.2.3]", "/0", "'.' cannot follow"),
    BadDocument("[1\"a\"]", "/0", "cannot follow a number"),
    BadDocument("[1-2]", "/0", "expected ',' or ']'"),
    BadDocument("[1 2]", "/0", "expected ',' or ']' after a value, found '2'"),
    BadDocument("[1,]", "/1", "expected a value after ',', found ']'"),
    BadDocument("[,1]", "/0", "expected a value, found ','"),
    BadDocument("[1,,2]", "/1", "expected a value, found ','"),
    BadDocument("[1}", "/0", "expected ',' or ']' after a value, found '}'"),
    BadDocument("[", "/0", "the end of the body"), BadDocument("[1", "/0", "the end of the body"),
    BadDocument("[[1,2],[3", "/1/0", "the end of the body"),
    BadDocument("[[1,2]", "/0", "the end of the body"),
    BadDocument("[1,", "/1", "the end of the body"), BadDocument("]", "", "expected a value, found ']'"),
    BadDocument("[1]]", "", "expected the end of the body"),
    BadDocument("[1][2]", "", "expected the end of the body"),
    BadDocument("1 2", "", "expected the end of the body"),
    BadDocument("1,2", "", "expected the end of the body"),
    BadDocument("1],[2", "", "expected the end of the body"),
    BadDocument("{}x", "", "expected the end of the body"),
    BadDocument("{} {}", "", "expected the end of the body"), BadDocument("null\0", "", "byte 0x00"),
    BadDocument("{", "", "expected a key in double quotes, found the end"),
    BadDocument(#"{"a""#, "/a", "expected ':' after a key, found the end"),
    BadDocument(#"{"a":"#, "/a", "expected a value, found the end"),
    BadDocument(#"{"a":1"#, "/a", "expected ',' or '}' after a member"),
    BadDocument(#"{"a":1,"#, "", "expected a key"),
    BadDocument(#"{"a":1,}"#, "", "expected a key in double quotes, found '}'"),
    BadDocument(#"{"a" 1}"#, "/a", "expected ':'"),
    BadDocument(#"{a:1}"#, "", "expected a key in double quotes, found 'a'"),
    BadDocument("{'a':1}", "", "expected a key"), BadDocument("{1:1}", "", "expected a key"),
    BadDocument(#"{"a":1 "b":2}"#, "/a", "expected ',' or '}'"),
    BadDocument(#"{"a":1]"#, "/a", "expected ',' or '}'"),
    BadDocument(#"{"a"]"#, "/a", "expected ':'"), BadDocument("[{]", "/0", "expected a key"),
    BadDocument(#"{"a":[}"#, "/a/0", "expected a value"), BadDocument("['a']", "/0", "double quotes"),
    BadDocument("[1,/*x*/2]", "/1", "no comments"), BadDocument("# x\n[1]", "", "no comments"),
    BadDocument("[1]//x", "", "expected the end"), BadDocument("\u{FEFF}[1]", "", "byte order mark"),
    BadDocument("[\"abc", "/0", "a string is not closed"), BadDocument("\"abc", "", "a string is not closed"),
    BadDocument("[\"abc\\\"]", "/0", "a string is not closed"),
    BadDocument("[\"a\nb\"]", "/0", "found byte 0x0A"),
    BadDocument("[\"a\u{1}b\"]", "/0", "found byte 0x01"),
    BadDocument(#"["\x41"]"#, "/0", "'x' cannot be escaped"),
    BadDocument(#"["\u12"]"#, "/0", "four hexadecimal digits"),
    BadDocument(#"["\u00g0"]"#, "/0", "found 'g'"),
    BadDocument(#"["\ud800"]"#, "/0", "surrogate"), BadDocument(#"["\udc00"]"#, "/0", "surrogate"),
    BadDocument(#"["\ud800\u0041"]"#, "/0", "surrogate"),
    BadDocument(#"["\ud800\ud800"]"#, "/0", "surrogate"),
    BadDocument(#"{"\ud800":1}"#, "", "surrogate"), BadDocument("[\u{A0}1]", "/0", "found byte 0xC2"),
    BadDocument("[1e999]", "/0", "1e999 is beyond", .numberOutOfRange),
    BadDocument(#"{"a":[[1,2],[-1e400,2]]}"#, "/a/1/0", "-1e400 is beyond", .numberOutOfRange),
    BadDocument("1.7976931348623159e308", "", "is beyond", .numberOutOfRange),
    BadDocument("[1e99999999999999999999999]", "/0", "is beyond", .numberOutOfRange),
    BadDocument("1" + String(repeating: "0", count: 309), "", "is beyond", .numberOutOfRange),
    BadDocument(#"{"a":1,"a":2}"#, "/a", "given twice (at byte 7)", .duplicateKey),
    BadDocument(#"{"a":1,"\u0061":2}"#, "/a", "given twice", .duplicateKey),
    BadDocument(#"[0,{"x":{"":1,"":2}}]"#, "/1/x/", "given twice", .duplicateKey),
    BadDocument(#"{"a/b":{"m~n":[1,x]}}"#, "/a~1b/m~0n/1", "x is not JSON"),
  ])
  func read_BadDocument_NamesKindAndPlace(document: BadDocument) {
    let error = #expect(throws: JSONError.self) { try readJSON(document.text) }
    #expect(error?.kind == document.kind)
    #expect(error?.pointer == document.pointer)
    #expect(error?.detail.contains(document.says) == true, "\(error?.detail ?? "")")
  }

  @Test(arguments: [
    [0x80], [0xC0, 0x80], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
    [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xE2, 0x82], [0xC3, 0xC3, 0xA9],
  ])
  func read_IllFormedUTF8_IsRefused(bytes: [UInt8]) {
    let error = #expect(throws: JSONError.self) {
      try readJSON(Array("[1,\"a".utf8) + bytes + Array("\"]".utf8))
    }
    #expect(error?.kind == .syntax)
    #expect(error?.pointer == "/1")
    #expect(error?.detail.contains("not UTF-8") == true)
  }

  @Test func read_EveryTruncation_IsAnError() throws {
    let text =
      #"{"logits": [[0.5, -1e-3], [2, 3]], "s": "a\u00e9\n😀", "b": [true, null, {"x": []}], "n": 12}"#
    let bytes = Array(text.utf8)
    #expect(throws: Never.self) { try readJSON(bytes) }
    for count in 0..<bytes.count {
      let error = #expect(throws: JSONError.self) { try readJSON(Array(bytes[..<count])) }
      #expect(error?.kind == .syntax)
    }
    #expect(
      throws: JSONError(
        kind: .syntax, pointer: "/logits/1/0",
        detail: "expected ',' or ']' after a value, found the end of the body (at byte 28)")
    ) {
      try readJSON(Array(bytes[..<28]))
    }
  }
}
