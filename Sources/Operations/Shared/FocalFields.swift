import DetectionCore
import JSON

/// The sigmoid focal loss of a composite loss.
struct FocalFields: FieldGroup {
  let gamma = Field.number("gamma", .notNegative, default: 2, "γ ≥ 0, the focusing parameter; 0 is cross entropy.")
  let alpha = Field<PerClass<Double>?>(
    parameter: Parameter(
      "alpha", .anyOf([.number(.unit), .list(.number(.unit), count: nil)]), default: 0.25, nullIsValue: true,
      "α, the weight of positives; negatives have 1 − α. One number, or one per class. null: no weights."),
    fallback: PerClass.one(0.25)
  ) { json in .some(json.number.map(PerClass.one) ?? json.numberList.map(PerClass.each)) }
  let labelSmoothing = Field.number(
    "label_smoothing", .unit, default: 0, "ε: targets become t(1−ε) + ε/2, as of losses.focal.")

  func read<S: Scalar>(_ request: Request, as scalar: S.Type = S.self) -> FocalLoss<S> {
    var loss = FocalLoss<S>(gamma: request[gamma, as: S.self], alpha: nil)
    loss.labelSmoothing = request[labelSmoothing, as: S.self]
    switch request[alpha] {
    case .one(let alpha): loss.alpha = S(alpha)
    case .each(let alphas): loss.classAlphas = alphas.map { S($0) }
    case nil: break
    }
    return loss
  }
}
