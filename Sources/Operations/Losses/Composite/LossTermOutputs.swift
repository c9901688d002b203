/// An object with a number for each term.
struct LossTermOutputs: FieldGroup {
  let terms: [Output<Reals>]

  /// Each is there where its stage is.
  init(_ stages: [LossStage]) {
    terms = stages.flatMap { stage in stage.terms.map { $0.output.only(stage.conditions) } }
  }
}
