import DetectionCore

/// The sigmoid focal loss of a composite loss.
struct FocalFields: FieldGroup {
  let gamma = Field.number("gamma", .notNegative, default: 2, "γ ≥ 0, the focusing parameter; 0 is cross entropy.")
  let alpha = Field.nullableNumber(
    "alpha", .unit, default: 0.25, "α, the weight of positives; negatives have 1 − α. null: no weights.")

  func read<S: Scalar>(_ request: Request, as scalar: S.Type = S.self) -> FocalLoss<S> {
    FocalLoss(gamma: request[gamma, as: S.self], alpha: request[alpha].map { S($0) })
  }
}
