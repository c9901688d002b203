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
  /// The ε of a logarithm, where libraries have one.
  private(set) var probabilityEps: Field<Double>?

  /// The same with the ε that a logarithm keeps probabilities within.
  var withProbabilityEps: FocalFields {
    var fields = self
    fields.probabilityEps = Self.probabilityEps("")
    return fields
  }

  /// `more`: when it may be given.
  static func probabilityEps(_ more: String) -> Field<Double> {
    .number(
      "probability_eps", .unit, default: 0,
      "ε: the logarithm is of a probability within [ε, 1 − ε], with slope 0 beyond.\(more)")
  }

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

  /// The ε of the logarithm, 0 where there is none.
  func eps<S: Scalar>(_ request: Request, with loss: FocalLoss<S>) throws(Problem) -> S {
    guard let probabilityEps, request[probabilityEps] > 0 else { return 0 }
    try loss.check(eps: probabilityEps, request)
    return request[probabilityEps, as: S.self]
  }
}

extension FocalLoss {
  /// Throws unless the loss can be of clipped probabilities.
  func check(eps field: Field<Double>, _ request: Request) throws(Problem) {
    guard classAlphas == nil, labelSmoothing == 0, request[field] < 0.5 else {
      throw Problem(
        .conflictingFields, at: "/\(field.name)",
        "\(field.name) is less than ½, and goes without label_smoothing and a list of alphas")
    }
  }
}
