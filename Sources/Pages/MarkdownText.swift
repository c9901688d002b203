/// The text within a block: code, strong, emphasis, links.
enum MarkdownText {
  /// The text as HTML.
  static func html(_ text: String) -> HTML { .group(pieces(text[...])) }

  private static func pieces(_ text: Substring) -> [HTML] {
    var pieces: [HTML] = []
    var plain = ""
    var rest = text
    while let letter = rest.first {
      if letter == "\\", let next = rest.dropFirst().first, next.isPunctuation || next == "|" || next == "`" {
        plain.append(next)
        rest = rest.dropFirst(2)
      } else if letter != "*" || opensAfter(plain.last), let (piece, after) = span(rest) {
        pieces += [.text(plain), piece]
        plain = ""
        rest = after
      } else {
        plain.append(letter)
        rest = rest.dropFirst()
      }
    }
    return pieces + [.text(plain)]
  }

  /// Whether a star after that letter may begin something: within a word or a product, y*−y, it is a star.
  private static func opensAfter(_ letter: Character?) -> Bool {
    letter.map { !$0.isLetter && !$0.isNumber && $0 != ")" } ?? true
  }

  /// The marked piece at the text's start, and what comes after it.
  private static func span(_ text: Substring) -> (HTML, Substring)? {
    switch text.first {
    case "`": code(text)
    case "*": strong(text) ?? emphasis(text)
    case "[": link(text)
    case "<": address(text)
    default: nil
    }
  }

  private static func code(_ text: Substring) -> (HTML, Substring)? {
    let fence = text.prefix { $0 == "`" }
    let body = text.dropFirst(fence.count)
    guard let end = body.firstRange(of: String(fence)) else { return nil }
    let inner = fence.count > 1 ? body[..<end.lowerBound].trimmingBlanks : body[..<end.lowerBound]
    return (.element("code", [:], .text(inner)), body[end.upperBound...])
  }

  private static func strong(_ text: Substring) -> (HTML, Substring)? {
    guard text.hasPrefix("**"), let end = text.dropFirst(2).firstRange(of: "**") else { return nil }
    let inner = text.dropFirst(2)[..<end.lowerBound]
    guard let first = inner.first, !first.isWhitespace else { return nil }
    return (.element("strong", [:], pieces(inner)), text[end.upperBound...])
  }

  private static func emphasis(_ text: Substring) -> (HTML, Substring)? {
    let body = text.dropFirst()
    guard let first = body.first, !first.isWhitespace, first != "*", let end = body.firstIndex(of: "*"),
      body[..<end].last?.isWhitespace == false
    else { return nil }
    let after = body[body.index(after: end)...]
    // A star within a word or a product, y*−y, is a star.
    guard after.first.map({ !$0.isLetter && !$0.isNumber }) ?? true else { return nil }
    return (.element("em", [:], pieces(body[..<end])), after)
  }

  private static func link(_ text: Substring) -> (HTML, Substring)? {
    guard let middle = text.firstRange(of: "]("), let end = text[middle.upperBound...].firstIndex(of: ")") else {
      return nil
    }
    let words = pieces(text[..<middle.lowerBound].dropFirst())
    let after = text[text.index(after: end)...]
    guard let target = target(of: text[middle.upperBound..<end]) else { return (.group(words), after) }
    return (.element("a", ["href": target], words), after)
  }

  private static func address(_ text: Substring) -> (HTML, Substring)? {
    guard text.hasPrefix("<http"), let end = text.firstIndex(of: ">") else { return nil }
    let address = text[..<end].dropFirst()
    return (.element("a", ["href": String(address)], .text(address)), text[text.index(after: end)...])
  }

  /// Where a link of the repository leads here: other guides are pages, the contract is served, anchors stay; files that
  /// are not served are named only.
  static func target(of link: Substring) -> String? {
    if link.hasPrefix("https://") || link.hasPrefix("http://") || link.hasPrefix("#") { return String(link) }
    let parts = link.split(separator: "#", maxSplits: 1)
    guard let file = parts.first else { return nil }
    if file == "../openapi.yaml" { return "/openapi.yaml" }
    guard file.hasSuffix(".md"), !file.contains("/"), EmbeddedFiles.guides.contains(where: { $0.name + ".md" == file })
    else { return nil }
    return "/docs/\(file.dropLast(3))" + (parts.count > 1 ? "#\(parts[1])" : "")
  }
}
