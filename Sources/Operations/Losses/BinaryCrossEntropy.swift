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
    return LossAnswer(
      loss: try loss.evaluate(
        request.tensor(field), targets: targets.read(request, ignoring: ignored),
        weights: LossFields.shared.weights(request, classes: request[classWeights]), gradient: gradient,
        reduction: reduction),
      input: field)
  }
}
