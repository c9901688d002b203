import DetectionCore

struct CrossEntropy: LossDefinition {
  let name = "cross-entropy"
  let summary = "Softmax cross entropy over class indices, with PyTorch's semantics, the weighted mean included."
  let formula = "l = −(1−ε) w_t log p_t − (ε/C) Σ_c w_c log p_c;  mean = Σ l / Σ w_t"
  let source = "PyTorch, torch.nn.CrossEntropyLoss; label smoothing: Szegedy et al. 2016, §7"
  let isLinear = true
  let inputs =
    ClassificationInputs.activations(.of("N", "C", open: true)) + [ClassificationInputs.classTargets]
  let ownParameters = [
    Parameter("class_weights", .list(.number(.notNegative), count: nil), default: nil, "w: C weights. null: all 1."),
    Parameter("ignore_index", .integer(.any), default: nil, "Targets with this value count for nothing."),
    Parameter("label_smoothing", .number(.unit), default: 0, "ε in [0, 1]."),
  ]
  let example = #"{"logits": [[2.0, 0.5, -1.0], [0.1, 0.2, 0.3]], "targets": [0, 2], "gradients": true}"#

  func loss<S: Scalar>(_ arguments: Arguments, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let input = ClassificationInputs.given(arguments)
    let loss = CrossEntropyLoss<S>(
      classWeights: arguments.optionalNumbers("class_weights")?.map { S($0) },
      ignored: arguments.optionalInteger("ignore_index"), labelSmoothing: arguments.scalar("label_smoothing"),
      input: input)
    return LossAnswer(
      loss: try loss.evaluate(
        arguments.tensor(input.rawValue), targets: arguments.indices("targets"), gradient: gradient
      ).reduced(reduction),
      input: input.rawValue)
  }
}
