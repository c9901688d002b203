/// An operation as the terminal shows it.
struct CatalogueEntry: Sendable {
  /// `losses.focal`.
  var id: String
  /// What it does, in a line.
  var summary: String
  /// Its formula, in a line.
  var formula: String
  /// All that is known of it, for people.
  var details: String
  /// The same as JSON, as `GET /v1/operations/{id}` answers it.
  var json: String
}

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

  /// `{"operations":[…]}`.
  static func json(_ entries: [CatalogueEntry]) -> String {
    "{\"operations\":[\(entries.map(\.json).joined(separator: ","))]}\n"
  }
}
