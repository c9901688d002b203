import DetectionCore

struct BinaryCrossEntropy: LossDefinition {
  let about = About(
    "losses", "binary-cross-entropy",
    summary: "Cross entropy of a two-class problem, plain or balanced by α.",
    formula: "CE = −w₊ t log p − (1−t) log(1−p);  with alpha: α_t CE,  α_t = α t + (1−α)(1−t)",
    source:
      "Lin et al. 2017, «Focal Loss for Dense Object Detection», §3, §3.1; PyTorch, BCEWithLogitsLoss (pos_weight)",
    example: #"{"logits": [2.0, -1.0, 0.5], "targets": [1, 0, 1], "gradients": true}"#)
  let activations = ActivationFields(.any)
  let alpha = Field.optionalNumber("alpha", .unit, "α: the weight of positives; negatives have 1 − α. null: none.")
  let positiveWeight = Field<PerClass<Double>?>.perClass(
    "pos_weight", .notNegative,
    "w₊: what the positive part counts; one number, or one per class, the last axis. null: 1.")
  let classWeights = ClassificationFields.classWeights
  let ignoreIndex = ClassificationFields.ignoreIndex
  let labelSmoothing = Field.number(
    "label_smoothing", .unit, default: 0, "ε in [0, 1]: a target t counts as t (1 − ε) + ε/2.")
  let meanOver = CountedMeanFields()
  let targets = BinaryTargetFields()

  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let (field, input) = activations.given(request)
    let ignored: S? = try targets.ignored(request, ignoreIndex)
    var loss = BinaryCrossEntropyLoss<S>(alpha: request[alpha].map { S($0) }, input: input, ignored: ignored)
    switch request[positiveWeight] {
    case nil: break
    case .one(let weight): loss.positiveWeight = S(weight)
    case .each(let weights): loss.classPositiveWeights = weights.map { S($0) }
    }
    let smoothed = try smoothed(targets.read(request, ignoring: ignored), request, ignored)
    let weights: LossWeights<S>? = try LossFields.shared.weights(request, classes: request[classWeights])
    let inputs: Tensor<S> = try request.tensor(field)
    return LossAnswer(
      loss: try meanOver.evaluate(request, reduction, elements: smoothed.count) { reduction in
        try loss.evaluate(inputs, targets: smoothed, weights: weights, gradient: gradient, reduction: reduction)
      }, input: field)
  }

  /// Targets drawn towards ½; those that are ignored, or none, stay as they are.
  private func smoothed<S: Scalar>(_ targets: Tensor<S>, _ request: Request, _ ignored: S?) -> Tensor<S> {
    let smoothing = S(request[labelSmoothing])
    guard smoothing > 0 else { return targets }
    return targets.map { $0 == ignored || !(0...1).contains($0) ? $0 : $0 * (1 - smoothing) + smoothing / 2 }
  }
}
