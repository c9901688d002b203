import Testing
import YAMLReader

@Suite struct YAMLErrorTests {
  @Test(arguments: [
    ("a: 1\nb: 2\na: 3\n", 3, 1, "the key \"a\" is given twice"),
    ("a: {b: 1, \"b\": 2}", 1, 11, "given twice"),
    ("a: 1\n---\nb: 2\n", 2, 1, "second document"), ("a: *x\n", 1, 4, "nothing before is anchored as &x"),
    ("a: &x [*x]\n", 1, 8, "nothing before is anchored as &x"),
    ("a: !!binary aGk=\n", 1, 4, "is not supported"),
    ("a: !thing {}\n", 1, 4, "the tag !thing is not supported"), ("a: !!set [1]\n", 1, 4, "is not supported"),
    ("a: {<<: {b: 1}}\n", 1, 5, "merge keys"), ("? [1, 2]\n: 3\n", 1, 3, "a key must be text"),
    ("a: &x k\n*x : 1\n", 2, 1, "a key must be text"), ("a: [1, 2\nb: 3\n", 2, 2, "expected ',' or ']'"),
    ("a: 1\n  b: 2\n", 2, 4, "mapping values are not allowed"),
    ("a:\n\tb: 1\n", 2, 1, "cannot start any token"),
    ("a: \"x\n", 2, 1, "unexpected end of stream"), ("a: 'x", 1, 6, "unexpected end of stream"),
    ("é: 1\nb: é\u{1}\n", 2, 5, "control characters are not allowed"), ("a: \"\\q\"", 1, 5, "unknown escape"),
    ("a: @x", 1, 4, "cannot start any token"), ("%YAML 3.0\n---\na: 1\n", 1, 1, "incompatible"),
    ("]", 1, 1, "did not find expected node"), ("a\0b: 1", 1, 2, "control characters"),
  ])
  func parse_BadText_NamesThePlace(text: String, line: Int, column: Int, says: String) {
    let error = #expect(throws: YAMLError.self) { try YAMLNode.parse(text) }
    #expect(error?.line == line && error?.column == column, "\(error?.description ?? "")")
    #expect(error?.sentence.contains(says) == true, "\(error?.description ?? "")")
  }

  /// Whatever is cut or changed, it is read or refused.
  @Test func parse_DamagedText_NeverTraps() {
    let text =
      "a: &x [1, {b: 'c', \"d\\n\": !!str 5}]\ne: |\n  block\n  text\nf: *x\n? g\n: - h\n  - >-\n    i\n"
    let bytes = Array(text.utf8)
    let alphabet = Array("[]{}:,&*!|>-?'\"\\#%@ \n\t~\u{1}x0é".utf8)
    for position in bytes.indices {
      _ = try? YAMLNode.parse(String(decoding: bytes[..<position], as: UTF8.self))
      for byte in alphabet {
        var changed = bytes
        changed[position] = byte
        _ = try? YAMLNode.parse(String(decoding: changed, as: UTF8.self))
        changed.insert(byte, at: position)
        _ = try? YAMLNode.parse(String(decoding: changed, as: UTF8.self))
      }
    }
  }
}
