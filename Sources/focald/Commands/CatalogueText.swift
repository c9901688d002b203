/// The catalogue as text.
enum CatalogueText {
  /// Each operation's name, summary and formula.
  static func table(_ entries: [CatalogueEntry]) -> String {
    let width = entries.map(\.id.count).max() ?? 0
    return entries.map { entry in
      let gap = String(repeating: " ", count: width - entry.id.count)
      let formula = entry.formula.isEmpty ? "" : "\(String(repeating: " ", count: width))  \(entry.formula)\n"
      return "\(entry.id)\(gap)  \(entry.summary)\n\(formula)"
    }.joined()
  }

  /// All that is known of an operation: formula, fields in columns, an example.
  static func details(_ entry: CatalogueEntry, width: Int) -> String {
    let heading = "\(entry.id)  \(entry.request)\n" + paragraph(entry.summary, width)
    let formula = statements(entry.formula).map { Columns.text([[$0]], indent: 4, width: width) }.joined()
    let sections = entry.sections.map { "\n\($0.title)\n" + Columns.text($0.rows, width: width) }.joined()
    return heading + "\n" + formula + "\n" + paragraph("Source: \(entry.source)", width) + sections
      + "\nExample\n  \(entry.example)\n"
  }

  private static func paragraph(_ text: String, _ width: Int) -> String {
    Columns.wrapped(text, width: width).joined(separator: "\n") + "\n"
  }

  /// A formula's statements, which two blanks part, a line each.
  private static func statements(_ formula: String) -> [String] {
    formula.split(separator: "  ").map { String($0) }
  }

  /// `{"operations":[…]}`.
  static func json(_ entries: [CatalogueEntry]) -> String {
    "{\"operations\":[\(entries.map(\.json).joined(separator: ","))]}\n"
  }
}
