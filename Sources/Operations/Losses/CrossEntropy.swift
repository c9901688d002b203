import DetectionCore

struct CrossEntropy: LossDefinition {
  let about = About(
    "losses", "cross-entropy",
    summary: "Softmax cross entropy over class indices, with PyTorch's semantics, the weighted mean included.",
    formula: "l = −(1−ε) w_t log p_t − (ε/C) Σ_c w_c log p_c;  mean = Σ l / Σ w_t",
    source: "PyTorch, torch.nn.CrossEntropyLoss; label smoothing: Szegedy et al. 2016, §7",
    example: #"{"logits": [[2.0, 0.5, -1.0], [0.1, 0.2, 0.3]], "targets": [0, 2], "gradients": true}"#)
  let activations = ActivationFields(.of("N", "C", open: true))
  let targets = TensorField.indices("targets", .of("N", open: true), holds: "Class indices from 0 to C − 1.")
  let classWeights = Field.optionalNumbers("class_weights", .notNegative, "w: C weights. null: all 1.")
  let ignoreIndex = ClassificationFields.ignoreIndex
  let labelSmoothing = Field.number("label_smoothing", .unit, default: 0, "ε in [0, 1].")

  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let (field, input) = activations.given(request)
    let loss = CrossEntropyLoss<S>(
      classWeights: request[classWeights]?.map { S($0) }, ignored: request[ignoreIndex],
      labelSmoothing: S(request[labelSmoothing]), input: input)
    return LossAnswer(
      loss: try loss.evaluate(
        request.tensor(field), targets: request.tensor(targets), gradient: gradient, reduction: reduction),
      input: field)
  }
}
