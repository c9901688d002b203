import DetectionCore

/// The inputs that classification losses share: `logits` or `probabilities`, and `targets`.
enum ClassificationInputs {
  static func activations(_ shape: ShapePattern) -> [Input] {
    [
      Input(
        "logits", shape, presence: .oneOf(group: "activations"), isDifferentiable: true,
        holds: "Real numbers before the activation."),
      Input(
        "probabilities", shape, presence: .oneOf(group: "activations"), isDifferentiable: true,
        holds:
          "Instead of logits: numbers in [0, 1] after it. 0 and 1 on the wrong side are held at the smallest normal number."
      ),
    ]
  }

  static let binaryTargets = Input(
    "targets", .any, holds: "Of the same shape, in [0, 1]; with target_encoding \"signed\", −1 or 1.")

  static let softTargets = Input("targets", .any, holds: "Of the same shape, in [0, 1], hard or soft.")

  static let classTargets = Input(
    "targets", .of("N", open: true), element: .integer, holds: "Class indices from 0 to C − 1.")

  static let targetEncoding = Parameter(
    "target_encoding", .choice(["unit", "signed"]), default: "unit",
    "\"signed\" reads targets −1 and 1 as 0 and 1.")

  /// Which of the two was given.
  static func given(_ arguments: Arguments) -> ClassificationInput {
    arguments.has("logits") ? .logits : .probabilities
  }

  /// Binary targets in [0, 1], whatever their encoding. An ignored value stays as it is.
  static func targets<S: Scalar>(_ arguments: Arguments, ignoring ignored: S? = nil) throws -> Tensor<S> {
    let targets: Tensor<S> = try arguments.tensor("targets")
    guard arguments.value("target_encoding") == "signed" else { return targets }
    let failing = targets.withElements { $0.firstIndex { abs($0) != 1 && $0 != ignored } }
    if let failing {
      throw DetectionError.valueOutOfRange(
        input: "targets", position: failing, value: Double(targets[failing]), expected: "−1 or 1")
    }
    return targets.map { $0 == ignored ? $0 : ($0 + 1) / 2 }
  }
}
