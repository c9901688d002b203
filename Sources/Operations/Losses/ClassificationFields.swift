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

/// Targets of yes-or-no classes, which may be given as −1 and 1.
struct BinaryTargetFields: FieldGroup {
  enum Encoding: String, CaseIterable {
    case unit, signed
  }

  let targets: TensorField<Reals>
  let encoding: Field<Encoding>

  init(
    holds: String = "Of the same shape, in [0, 1]; with target_encoding \"signed\", −1 or 1.",
    signedOnly conditions: Condition...
  ) {
    targets = .reals("targets", .any, holds: holds)
    encoding = .choice(
      "target_encoding", default: Encoding.unit, "\"signed\" reads targets −1 and 1 as 0 and 1."
    ).only(conditions)
  }

  /// The value of targets that count for nothing, which is none of the two classes.
  func ignored<S: Scalar>(_ request: Request, _ field: Field<Int?>, as scalar: S.Type = S.self) throws(Problem) -> S? {
    let ignored = request[field].map { S($0) }
    if let ignored, abs(ignored) == 1, request[encoding] == .signed {
      throw Problem(.conflictingFields, at: "/\(field.name)", "−1 and 1 are the two classes of signed targets")
    }
    return ignored
  }

  /// Targets in [0, 1], whatever their encoding. An ignored value stays as it is.
  func read<S: Scalar>(_ request: Request, ignoring ignored: S? = nil) throws -> Tensor<S> {
    let tensor: Tensor<S> = try request.tensor(targets)
    guard request[encoding] == .signed else { return tensor }
    let failing = tensor.withElements { $0.firstIndex { abs($0) != 1 && $0 != ignored } }
    if let failing {
      let value = Double(tensor[failing])
      throw Problem(
        .outOfRange, at: request.pointer(to: targets.name, position: failing),
        "expected −1 or 1, found \(plain(value))" + Remedy.element(of: targets.name, value, request))
    }
    return tensor.map { $0 == ignored ? $0 : ($0 + 1) / 2 }
  }
}

/// Fields that several classification losses have.
enum ClassificationFields {
  static let softTargets = TensorField.reals("targets", .any, holds: "Of the same shape, in [0, 1], hard or soft.")

  static let classWeights = Field.optionalNumbers(
    "class_weights", .notNegative, "One weight per class, the last axis, beside weights. null: all 1.")

  static let ignoreIndex = Field.optionalInteger("ignore_index", .any, "Targets with this value count for nothing.")
}
