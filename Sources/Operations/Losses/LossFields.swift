import DetectionCore

/// The fields that every loss of single elements, boxes or rows has.
struct LossFields: FieldGroup {
  static let shared = LossFields()

  /// How values become one number.
  enum Rule: String, CaseIterable {
    case none, mean, sum
  }

  let rule: Field<Rule>
  let normalizer: Field<Double?>
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
    case .sum: .sum(normalizer: request[normalizer] ?? 1)
    }
  }
}
