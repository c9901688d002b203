import DetectionCore

/// A part of a composite loss with a matching of its own: the only one, or a stage of a detector of two.
struct LossStage: Sendable {
  let terms: [LossTerm]
  /// What the names of its outputs begin with; empty if there is no other.
  var prefix = ""
  /// What `matches` calls a row of the network's outputs.
  let rows: String
  /// The field that has rows drawn, if there is one.
  var sampling: Field<ObjectValues<SamplingFields>?>?
  /// What must hold for the stage to be there.
  var conditions: [Condition] = []
}
