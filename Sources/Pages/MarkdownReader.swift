/// Reads the Markdown that this project's own documents are written in: headings, paragraphs, lists, tables, code.
/// Everything else is text.
struct MarkdownReader {
  private var lines: ArraySlice<Substring>

  init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
  }

  private init(_ lines: [Substring]) { self.lines = lines[...] }

  /// All blocks, in order.
  mutating func blocks() -> [MarkdownBlock] {
    var blocks: [MarkdownBlock] = []
    while let line = lines.first {
      if line.allSatisfy(\.isWhitespace) {
        lines.removeFirst()
      } else if line.hasPrefix("<!--") {
        skipComment()
      } else if let block = fence() ?? heading() ?? table() ?? indentedCode() ?? list() {
        blocks.append(block)
      } else {
        blocks.append(paragraph())
      }
    }
    return blocks
  }

  private mutating func skipComment() {
    while let line = lines.popFirst(), !line.contains("-->") {}
  }

  private mutating func fence() -> MarkdownBlock? {
    guard lines.first?.hasPrefix("```") == true else { return nil }
    lines.removeFirst()
    let code = lines.prefix { !$0.hasPrefix("```") }
    lines = lines.dropFirst(code.count + 1)
    return .code(code.joined(separator: "\n") + "\n")
  }

  private mutating func heading() -> MarkdownBlock? {
    guard let line = lines.first else { return nil }
    let marks = line.prefix { $0 == "#" }
    guard (1...6).contains(marks.count), line.dropFirst(marks.count).first == " " else { return nil }
    lines.removeFirst()
    return .heading(level: marks.count, String(line.dropFirst(marks.count + 1)))
  }

  private mutating func table() -> MarkdownBlock? {
    guard let line = lines.first, line.hasPrefix("|"), let rule = lines.dropFirst().first,
      rule.hasPrefix("|"), rule.allSatisfy({ "|-: ".contains($0) })
    else { return nil }
    let rows = lines.prefix { $0.hasPrefix("|") }
    lines = lines.dropFirst(rows.count)
    return .table(header: Self.cells(line), rows: rows.dropFirst(2).map(Self.cells))
  }

  /// The cells between bars; `\|` is a bar of the text.
  static func cells(_ line: Substring) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isEscaped = false
    for letter in line.dropFirst() {
      if letter == "|" && !isEscaped {
        cells.append(cell)
        cell = ""
      } else {
        if letter == "|" { cell.removeLast() }
        cell.append(letter)
      }
      isEscaped = letter == "\\" && !isEscaped
    }
    if !cell.allSatisfy(\.isWhitespace) { cells.append(cell) }
    return cells.map { String($0.trimmingBlanks) }
  }

  private mutating func indentedCode() -> MarkdownBlock? {
    let code = lines.prefix { $0.hasPrefix("    ") || $0.allSatisfy(\.isWhitespace) }
    guard lines.first?.hasPrefix("    ") == true else { return nil }
    lines = lines.dropFirst(code.count)
    let text = code.map { $0.dropFirst(4) }.joined(separator: "\n")
    return .code(text.trimmingEnd + "\n")
  }

  private mutating func list() -> MarkdownBlock? {
    guard let first = lines.first.flatMap(Self.marker) else { return nil }
    var items: [[MarkdownBlock]] = []
    while let line = lines.first, let marker = Self.marker(line), marker.isOrdered == first.isOrdered {
      items.append(item(width: marker.width))
    }
    return .list(ordered: first.isOrdered, items: items)
  }

  /// A list's mark at a line's start, and how far in its text begins.
  private static func marker(_ line: Substring) -> (isOrdered: Bool, width: Int)? {
    if line.hasPrefix("* ") || line.hasPrefix("- ") { return (false, 2) }
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, line.dropFirst(digits.count).hasPrefix(". ") else { return nil }
    return (true, digits.count + 2)
  }

  private mutating func item(width: Int) -> [MarkdownBlock] {
    var own: [Substring] = []
    if let line = lines.popFirst() { own.append(line.dropFirst(width)) }
    while let line = lines.first {
      let indent = line.prefix { $0 == " " }.count
      if line.allSatisfy(\.isWhitespace) {
        // A blank line belongs to the item only if what follows does.
        guard let next = lines.first(where: { !$0.allSatisfy(\.isWhitespace) }),
          next.prefix(while: { $0 == " " }).count >= 2
        else { break }
        own.append("")
      } else if indent >= 2 {
        own.append(line.dropFirst(min(indent, width)))
      } else if Self.marker(line) == nil, own.last?.isEmpty == false {
        own.append(line)
      } else {
        break
      }
      lines.removeFirst()
    }
    while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
    var reader = MarkdownReader(own)
    return reader.blocks()
  }

  private mutating func paragraph() -> MarkdownBlock {
    var text: [Substring] = []
    while let line = lines.first, !line.allSatisfy(\.isWhitespace), text.isEmpty || !Self.interrupts(line) {
      text.append(line)
      lines.removeFirst()
    }
    return .paragraph(text.joined(separator: "\n"))
  }

  private static func interrupts(_ line: Substring) -> Bool {
    line.hasPrefix("```") || line.hasPrefix("|") || line.hasPrefix("# ") || line.hasPrefix("## ") || marker(line) != nil
  }
}

extension StringProtocol {
  /// Without white space at both ends.
  var trimmingBlanks: SubSequence {
    guard let start = firstIndex(where: { !$0.isWhitespace }), let end = lastIndex(where: { !$0.isWhitespace }) else {
      return self[startIndex..<startIndex]
    }
    return self[start...end]
  }

  /// Without white space at its end.
  var trimmingEnd: SubSequence {
    lastIndex { !$0.isWhitespace }.map { self[...$0] } ?? self[startIndex..<startIndex]
  }
}
