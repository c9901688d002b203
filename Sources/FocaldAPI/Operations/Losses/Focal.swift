import DetectionCore

struct Focal: LossDefinition {
  let name = "focal"
  let summary = "Cross entropy with well-classified examples weighted down; over sigmoids or a softmax."
  let formula = "FL = −α_t (1−p_t)^γ log p_t"
  let source = "Lin et al. 2017, «Focal Loss for Dense Object Detection», eq. 4–5; soft targets: torchvision"
  let isLinear = true
  let inputs =
    ClassificationInputs.activations(.any) + [
      Input(
        "targets", .any,
        holds: "Sigmoid: of the logits' shape, in [0, 1] (with target_encoding \"signed\", −1 or 1). "
          + "Softmax: class indices (N, …) beside logits (N, C, …).")
    ]
  let ownParameters = [
    Parameter("gamma", .number(.notNegative), default: 2, "γ ≥ 0, the focusing parameter; 0 is cross entropy."),
    Parameter(
      "alpha", .anyOf([.number(.unit), .list(.number(.notNegative), count: nil)]), default: 0.25, isNullable: true,
      "α. Sigmoid: the weight of positives, negatives have 1 − α. Softmax: C weights, or with C = 2 one number "
        + "read [α, 1−α]; null there unless given. null: no weights."),
    Parameter(
      "activation", .choice(["sigmoid", "softmax"]), default: "sigmoid", "What makes probabilities of logits."),
    Parameter("ignore_index", .integer(.any), default: nil, "Targets with this value count for nothing."),
    ClassificationInputs.targetEncoding,
  ]
  let example = #"{"logits": [2.0, -1.0, 0.5, -3.0], "targets": [1, 0, 0, 1], "gradients": true}"#

  func loss<S: Scalar>(_ arguments: Arguments, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let input = ClassificationInputs.given(arguments)
    let isSoftmax = arguments.value("activation") == "softmax"
    return LossAnswer(
      loss: isSoftmax
        ? try softmax(arguments, input, gradient).reduced(reduction)
        : try sigmoid(arguments, input, gradient, reduction),
      input: input.rawValue)
  }

  private func sigmoid<S: Scalar>(
    _ arguments: Arguments, _ input: ClassificationInput, _ gradient: Bool, _ reduction: Reduction
  ) throws -> ReducedLoss<S> {
    guard arguments.value("alpha").list == nil else {
      throw Problem(.wrongType, at: "/alpha", "with activation \"sigmoid\", alpha is one number from 0 to 1, or null")
    }
    let ignored: S? = arguments.optionalScalar("ignore_index")
    if let ignored, abs(ignored) == 1, arguments.value("target_encoding") == "signed" {
      throw Problem(.conflictingFields, at: "/ignore_index", "−1 and 1 are the two classes of signed targets")
    }
    let loss = FocalLoss<S>(
      gamma: arguments.scalar("gamma"), alpha: arguments.optionalScalar("alpha"), input: input, ignored: ignored)
    return try loss.evaluate(
      arguments.tensor(input.rawValue), targets: ClassificationInputs.targets(arguments, ignoring: ignored),
      gradient: gradient, reduction: reduction)
  }

  private func softmax<S: Scalar>(_ arguments: Arguments, _ input: ClassificationInput, _ gradient: Bool) throws
    -> UnreducedLoss<S>
  {
    guard arguments.value("target_encoding") == "unit" else {
      throw Problem(.conflictingFields, at: "/target_encoding", "target_encoding goes with activation \"sigmoid\" only")
    }
    var inputs: Tensor<S> = try arguments.tensor(input.rawValue)
    // `[]` is N = 0 here, too.
    if inputs.shape == Shape(vector: 0), let empty = Shape([0, 0]).flatMap(inputs.reshaped) { inputs = empty }
    let loss = SoftmaxFocalLoss<S>(
      gamma: arguments.scalar("gamma"), alpha: try classWeights(arguments, inputs.shape),
      ignored: arguments.optionalInteger("ignore_index"), input: input)
    return try loss.evaluate(inputs, targets: try classIndices(arguments), gradient: gradient)
  }

  /// A list of C weights; one number with C = 2 is [α, 1 − α] (seed 002); the default of the sigmoid form is none here.
  private func classWeights<S: Scalar>(_ arguments: Arguments, _ shape: Shape) throws -> [S]? {
    guard arguments.isGiven("alpha") else { return nil }
    if let weights = arguments.optionalNumbers("alpha") { return weights.map { S($0) } }
    guard let alpha = arguments.optionalNumber("alpha") else { return nil }
    guard shape.rank >= 2, shape[1] == 2 else {
      throw Problem(
        .shapeMismatch, at: "/alpha",
        "with activation \"softmax\", one number is the alpha of C = 2 classes only; give a list of C weights")
    }
    return [S(alpha), S(1 - alpha)]
  }

  private func classIndices(_ arguments: Arguments) throws -> Tensor<Int> {
    let targets: Tensor<Double> = try arguments.tensor("targets")
    let failing = targets.withElements { $0.firstIndex { Int(exactly: $0) == nil } }
    guard let failing else { return targets.map { Int($0) } }
    throw Problem(
      .wrongType, at: arguments.pointer(to: "targets", position: failing),
      "with activation \"softmax\", targets are class indices, found \(plain(targets[failing]))")
  }
}
