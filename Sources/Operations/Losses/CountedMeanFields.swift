import DetectionCore

/// What the mean of a loss with ignored elements is of, in which libraries differ.
struct CountedMeanFields: FieldGroup {
  /// What it is of.
  enum Rule: String, CaseIterable {
    /// The elements that count, of a cross entropy by the weights of their classes.
    case counted
    /// All elements, those ignored among them.
    case elements
  }

  let rule: Field<Rule>

  /// `conditions`: when there is a choice.
  init(_ conditions: Condition...) {
    rule = Field<Rule>.choice(
      "mean_over", default: .counted,
      "What reduction \"mean\" divides by: what counts, of a softmax by the weights of the classes; or the number of all "
        + "elements, those ignored among them (mmdetection)."
    ).only([.when(LossFields.shared.rule, is: .mean)] + conditions)
  }

  /// The loss of so many elements as it is asked for: `own` evaluates it by a reduction.
  func evaluate<S: Scalar>(
    _ request: Request, _ reduction: Reduction, elements: Int, _ own: (Reduction) throws -> ReducedLoss<S>
  ) throws -> ReducedLoss<S> {
    guard reduction == .mean, request[rule] == .elements, elements > 0 else { return try own(reduction) }
    let loss = try own(.sum(normalizer: Double(elements)))
    return ReducedLoss(loss: loss.loss, gradient: loss.gradient, meanDivisor: S(elements))
  }
}
