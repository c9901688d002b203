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
