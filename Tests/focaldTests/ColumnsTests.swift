import Testing

@testable import focald

@Suite struct ColumnsTests {
  @Test func text_AlignsItsColumns() {
    #expect(Columns.text([["a", "bb", "c"], ["aaa", "b", "d"]], width: 80) == "  a    bb  c\n  aaa  b   d\n")
    #expect(Columns.text([["alone"]], indent: 1, width: 80) == " alone\n")
    #expect(Columns.text([], width: 80).isEmpty)
  }

  @Test func text_LeavesAWideCellALineOfItsOwn() {
    let wide = String(repeating: "w", count: 30)
    #expect(
      Columns.text([["a", "1"], [wide, "2"]], width: 60) == "  a  1\n  \(wide)\n     2\n")
  }

  @Test(arguments: [24, 40, 80]) func wrapped_KeepsEveryWordInItsOrder(width: Int) {
    let text = "Cross entropy with well-classified examples weighted down; over sigmoids or a softmax, α_t included."
    let lines = Columns.wrapped(text, width: width)
    #expect(lines.joined(separator: " ") == text)
    #expect(lines.allSatisfy { $0.count <= width })
    #expect(Columns.wrapped("", width: width) == [""])
    let long = String(repeating: "x", count: 100)
    #expect(Columns.wrapped("a \(long) b", width: width) == ["a", long, "b"])
  }
}
