import Testing

@testable import YAMLReader

struct YAMLWriterTests {
  @Test(arguments: [
    YAMLNode.null, .bool(true), .int(-3), .double(0.1), .double(1e-5),
    .double(1e300), .double(.infinity), .sequence([.double(-.infinity)]), .string("plain words"),
    .string("true"), .string("12"), .string("null"), .string("~"), .string(""), .string(" spaces "), .string("yes"),
    .string("a: b"), .string("# not a comment"), .string("two\nlines\n"), .string("γ ≥ 0 «quoted» 'it''s'"),
    .string("ends in a break\n\n"), .string("- no list"), .string("0x1f"), .string("1e5"), .string("@at"),
    .sequence([]), .mapping([]), .sequence([.int(1), .sequence([.double(2.5), .null])]),
    .sequence((0..<200).map { .int($0) }),
    .mapping([
      YAMLMember(key: "a", value: .mapping([YAMLMember(key: "422", value: .string("a\nb"))])),
      YAMLMember(key: "on", value: .sequence([.string("x, y"), .string("[z]")])),
    ]),
  ])
  func written_ReadsBackAsTheSame(node: YAMLNode) throws {
    let text = try YAMLWriter.text(node)
    #expect(try YAMLNode.parse(text).withoutLines == node, "\(text)")
    let nested = YAMLNode.sequence([.mapping([YAMLMember(key: "k", value: node)])])
    #expect(try YAMLNode.parse(YAMLWriter.text(nested)).withoutLines == nested)
  }

  @Test func notANumber_ReadsBackAsOne() throws {
    guard case .double(let value) = try YAMLNode.parse(YAMLWriter.text(.double(.nan))) else {
      Issue.record("it is no number")
      return
    }
    #expect(value.isNaN)
  }

  @Test func numbers_AreNumbersToOlderReaders() throws {
    #expect(try YAMLWriter.text(.sequence([.double(1e-5), .string("off")])) == "[1.0e-05, 'off']\n")
  }
}

extension YAMLNode {
  /// The same, every line 0.
  fileprivate var withoutLines: YAMLNode {
    switch self {
    case .sequence(let items): .sequence(items.map(\.withoutLines))
    case .mapping(let members): .mapping(members.map { YAMLMember(key: $0.key, value: $0.value.withoutLines) })
    default: self
    }
  }
}
