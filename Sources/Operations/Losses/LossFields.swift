import DetectionCore

/// The fields that every loss of single elements, boxes or rows has.
struct LossFields: FieldGroup {
  static let shared = LossFields()

  /// How values become one number.
  enum Rule: String, CaseIterable {
    case none, mean, sum
  }

  /// What the mean of nothing is.
  enum EmptyMean: String, CaseIterable {
    case zero, error
  }

  let weights = TensorField.reals(
    "weights", .any,
    holds:
      "One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its leading axes. "
      + "It multiplies value and gradient. What the mean divides by stays as it is, but for losses.cross-entropy, which "
      + "divides by Σ weights · class_weights."
  ).optional(otherwise: "all 1")
  let rule: Field<Rule>
  let normalizer: Field<Double?>
  let normalizerEps: Field<Double>
  let emptyMean: Field<EmptyMean>
  let gradients: Field<Bool>
  let loss = Output.reals(
    "loss", "() or one value an element", "The loss; with reduction \"none\" one value an element, or a box.")

  private init() {
    rule = .choice(
      "reduction", default: .mean,
      "How elements (of a box loss: boxes) become one number. The mean of nothing is 0.")
    normalizer = .optionalNumber(
      "normalizer", .positive, "With reduction \"sum\" only: the sum is divided by it."
    ).only(.when(rule, is: .sum))
    normalizerEps = .number(
      "normalizer_eps", .notNegative, default: 0, "An ε that normalizer is increased by."
    ).only(.given(normalizer))
    emptyMean = .choice(
      "empty_mean", default: .zero, "What the mean of nothing is: 0, or an error where a library gives NaN."
    ).only(.when(rule, is: .mean))
    gradients = .flag(
      "gradients",
      "Adds ∂loss/∂input for each differentiable input that was given; with reduction \"none\", of the sum.")
  }

  /// The outputs of a loss with these fields.
  func outputs(_ fields: [FieldDescription]) -> [OutputDescription] {
    [loss.description] + [GradientOutputs.description(of: fields, with: gradients)].compactMap(\.self)
  }

  /// The weights that a request gives, with those of classes.
  func weights<S: Scalar>(_ request: Request, classes: [Double]? = nil, as scalar: S.Type = S.self) throws
    -> LossWeights<S>?
  {
    try LossWeights(request.optionalTensor(weights), classes: classes?.map { S($0) })
  }

  func reduction(_ request: Request) -> Reduction {
    switch request[rule] {
    case .none: .none
    case .mean: .mean
    case .sum: .sum(normalizer: request[normalizer].map { $0 + request[normalizerEps] } ?? 1)
    }
  }

  /// Throws where there is nothing to take the mean of, and that is no number.
  func checkMean<S: Scalar>(_ loss: ReducedLoss<S>, _ request: Request) throws(Problem) {
    guard request[rule] == .mean, loss.meanDivisor == 0, request[emptyMean] == .error else { return }
    throw Undefined.mean(rule.name, request)
  }
}
