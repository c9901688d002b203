import DetectionCore

/// The outputs of a network with a row an anchor, as composite losses take them.
enum HeadInputs {
  static func classLogits(
    holding text: String = "Rows run level by level, then y, x, anchor; for B images a batch."
  ) -> Input {
    Input("class_logits", .of("A", "K"), .of("B", "A", "K"), isDifferentiable: true, holds: text)
  }

  static let boxDeltas = Input(
    "box_deltas", .of("A", "4"), .of("B", "A", "4"), isDifferentiable: true,
    holds: "dx, dy, dw, dh of each row's anchor.")
}

/// The parameters of sigmoid focal loss in a composite loss.
enum FocalParameters {
  static let all = [
    Parameter("gamma", .number(.notNegative), default: 2, "γ ≥ 0, the focusing parameter; 0 is cross entropy."),
    Parameter(
      "alpha", .number(.unit), default: 0.25, nullIsValue: true,
      "α, the weight of positives; negatives have 1 − α. null: no weights."),
  ]

  static func loss<S: Scalar>(_ arguments: Arguments) -> FocalLoss<S> {
    FocalLoss(gamma: arguments.scalar("gamma"), alpha: arguments.optionalScalar("alpha"))
  }
}
