import DetectionCore

struct CrossEntropy: LossDefinition {
  let about = About(
    "losses", "cross-entropy",
    summary:
      "Softmax cross entropy over class indices or soft targets, with PyTorch's semantics, the weighted mean included.",
    formula: "l = −(1−ε) w_t log p_t − (ε/C) Σ_c w_c log p_c;  mean = Σ l / Σ w_t;  "
      + "soft: l = −Σ_c w_c ((1−ε) t_c + ε/C) log p_c,  mean = Σ l / N",
    source: "PyTorch, torch.nn.CrossEntropyLoss; label smoothing: Szegedy et al. 2016, §7",
    example: #"{"logits": [[2.0, 0.5, -1.0], [0.1, 0.2, 0.3]], "targets": [0, 2], "gradients": true}"#)
  let activations = ActivationFields(.of("N", "C", open: true))
  let targets = TensorField.indices(
    "targets", .of("N", open: true), holds: "Class indices from 0 to C − 1."
  ).oneOf("targets")
  let targetProbabilities = TensorField.reals(
    "target_probabilities", .of("N", "C", open: true),
    holds:
      "Instead of targets: of the logits' shape, what share each class has, in [0, 1]. The mean is over elements, as "
      + "PyTorch's."
  ).oneOf("targets")
  let classWeights = Field.optionalNumbers("class_weights", .notNegative, "w: C weights. null: all 1.")
  let ignoreIndex: Field<Int?>
  let labelSmoothing = Field.number("label_smoothing", .unit, default: 0, "ε in [0, 1].")

  let meanOver: CountedMeanFields

  init() {
    ignoreIndex = ClassificationFields.ignoreIndex.only(.given(targets))
    meanOver = CountedMeanFields(.given(targets))
  }

  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let (field, input) = activations.given(request)
    let loss = CrossEntropyLoss<S>(
      classWeights: request[classWeights]?.map { S($0) }, ignored: request[ignoreIndex],
      labelSmoothing: S(request[labelSmoothing]), input: input)
    let inputs: Tensor<S> = try request.tensor(field)
    let weights: LossWeights<S>? = try LossFields.shared.weights(request)
    guard request.has(targets) else {
      return LossAnswer(
        loss: try loss.evaluate(
          inputs, targetProbabilities: request.tensor(targetProbabilities), weights: weights, gradient: gradient,
          reduction: reduction),
        input: field)
    }
    let indices = try request.tensor(targets)
    return LossAnswer(
      loss: try meanOver.evaluate(request, reduction, elements: indices.count) { reduction in
        try loss.evaluate(inputs, targets: indices, weights: weights, gradient: gradient, reduction: reduction)
      }, input: field)
  }
}
