/// What is said of an operation beside its fields.
struct About: Sendable {
  /// `losses`, `boxes`, `anchors`, `detections`, `evaluations`.
  let family: String
  /// `smooth-l1`.
  let name: String
  /// One line.
  let summary: String
  /// What is computed, in Unicode.
  let formula: String
  /// Paper and section, or the library whose behaviour it is.
  let source: String
  /// The body of a request that works, as JSON text.
  let example: String

  init(_ family: String, _ name: String, summary: String, formula: String, source: String, example: String) {
    self.family = family
    self.name = name
    self.summary = summary
    self.formula = formula
    self.source = source
    self.example = example
  }
}

extension Declaration {
  /// A declaration of what members declare, in their order.
  convenience init(_ about: About, _ members: [any DeclaredMember]) {
    self.init(about, fields: members.flatMap(\.requestFields), outputs: members.flatMap(\.answerFields))
  }

  convenience init(_ about: About, fields: [FieldDescription], outputs: [OutputDescription]) {
    self.init(
      family: about.family, name: about.name, summary: about.summary, formula: about.formula, source: about.source,
      inputs: fields.compactMap { if case .input(let input) = $0 { input } else { nil } },
      parameters: fields.compactMap { if case .parameter(let parameter) = $0 { parameter } else { nil } },
      outputs: outputs, example: about.example)
  }
}
