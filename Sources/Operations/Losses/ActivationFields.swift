import DetectionCore

/// The inputs that classification losses share: `logits` or `probabilities`.
struct ActivationFields: FieldGroup {
  private let logits: TensorField<Reals>
  private let probabilities: TensorField<Reals>

  init(_ shape: ShapePattern) {
    logits = .reals("logits", shape, differentiable: true, holds: "Real numbers before the activation.").oneOf(
      "activations")
    probabilities = .reals(
      "probabilities", shape, differentiable: true,
      holds:
        "Instead of logits: numbers in [0, 1] after it. 0 and 1 on the wrong side count as the smallest normal number."
    ).oneOf("activations")
  }

  /// The one of the two that was given, and what it is.
  func given(_ request: Request) -> (field: TensorField<Reals>, input: ClassificationInput) {
    request.has(logits) ? (logits, .logits) : (probabilities, .probabilities)
  }
}
