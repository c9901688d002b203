import JSON

/// The fields that an operation has where libraries differ.
struct DialectFields {
  static let compatName = "compat"
  let compat: Field<Library?>
  let decisions: Field<Bool>
  let output: Output<DecisionOutputs>

  init(_ dialects: Dialects) {
    let names = dialects.profiles.map(\.library.rawValue)
    compat = Field(
      Self.compatName, .choice(names), default: .null, fallback: nil,
      "Gives fields that the request leaves out the values of a library (docs/dialects.md). null: the defaults stated here."
    ) { .some($0.text.flatMap(Library.init(rawValue:))) }
    decisions = .flag("decisions", "Adds on what libraries differ here, and which value each such field has.")
    output = .rows(
      "decisions", of: DecisionOutputs(),
      "Every field on which libraries differ and that has an effect in this request."
    ).only(.with(decisions))
  }

  /// What an answer adds.
  func add(to answer: inout Answer, _ request: Request) {
    guard request[decisions], let dialects = request.declaration.dialects else { return }
    let effective = dialects.decisions.filter { request.hasEffect($0.field) }
    answer.set(output, each: effective) { row, group, decision in
      row.set(group.field, decision.field)
      row.set(group.value, request.effectiveValue(of: decision.field))
      row.set(group.origin, request.origin(of: decision.field).rawValue)
      row.set(group.meaning, decision.phrase)
    }
  }
}
