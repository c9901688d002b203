import JSON

/// A row of `decisions`.
struct DecisionOutputs: FieldGroup {
  let field = Output.text("field", "The field, or member of one.")
  let value = Output.json("value", "Its value.")
  let origin = Output.text("origin", "Who gave it: \"request\", \"compat\" or \"default\".")
  let meaning = Output.text("meaning", "What it decides.")
}
