/// A block of a document.
indirect enum MarkdownBlock: Sendable, Equatable {
  case heading(level: Int, String)
  case paragraph(String)
  case code(String)
  case list(ordered: Bool, items: [[MarkdownBlock]])
  case table(header: [String], rows: [[String]])

  /// A heading's words without marks.
  var headingText: String? {
    guard case .heading(_, let text) = self else { return nil }
    return text.filter { $0 != "`" && $0 != "*" }
  }

  /// The block as HTML.
  var html: HTML {
    switch self {
    case .heading(let level, let text): Self.heading(level, text)
    case .paragraph(let text): .element("p", [:], MarkdownText.html(text))
    case .code(let text): .element("pre", ["class": "keep", "tabindex": "0"], .element("code", [:], .text(text)))
    case .list(let isOrdered, let items): Self.list(isOrdered, items)
    case .table(let header, let rows): Self.table(header, rows)
    }
  }

  private static func heading(_ level: Int, _ text: String) -> HTML {
    let anchor = slug(text)
    return switch level {
    case 1: .element("h1", ["id": anchor], MarkdownText.html(text))
    case 2: .element("h2", ["id": anchor], MarkdownText.html(text))
    default: .element("h3", ["id": anchor], MarkdownText.html(text))
    }
  }

  /// A heading's anchor, as GitHub makes it: small letters, digits, hyphens for blanks.
  static func slug(_ text: String) -> String {
    String(
      text.lowercased().compactMap { letter -> Character? in
        if letter.isLetter || letter.isNumber || letter == "-" || letter == "_" { return letter }
        return letter == " " ? "-" : nil
      })
  }

  private static func list(_ isOrdered: Bool, _ items: [[MarkdownBlock]]) -> HTML {
    let entries = items.map { blocks -> HTML in
      // A single paragraph needs no element of its own.
      if case .paragraph(let text) = blocks.first {
        return .element("li", [:], [MarkdownText.html(text)] + blocks.dropFirst().map(\.html))
      }
      return .element("li", [:], blocks.map(\.html))
    }
    return isOrdered ? .element("ol", [:], entries) : .element("ul", [:], entries)
  }

  private static func table(_ header: [String], _ rows: [[String]]) -> HTML {
    let head = header.map { HTML.element("th", ["scope": "col"], MarkdownText.html($0)) }
    let body = rows.map { row in HTML.element("tr", [:], row.map { .element("td", [:], MarkdownText.html($0)) }) }
    return .element(
      "div", ["class": "scroll", "tabindex": "0", "role": "group", "aria-label": "Table"],
      .element(
        "table", [:], .element("thead", [:], .element("tr", [:], head)), .element("tbody", [:], body)))
  }
}
