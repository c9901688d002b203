import DetectionCore

struct QualityFocal: LossDefinition {
  let name = "quality-focal"
  let summary = "Focal loss for soft labels, such as the IoU of the box that a score belongs to."
  let formula = "QFL = |y−σ|^β CE(σ, y),  CE = −y log σ − (1−y) log(1−σ)"
  let source = "Li et al. 2020, «Generalized Focal Loss», eq. 5"
  let isLinear = true
  let inputs = ClassificationInputs.activations(.any) + [ClassificationInputs.softTargets]
  let ownParameters = [
    Parameter("beta", .number(.notNegative), default: 2, "β ≥ 0; 0 is cross entropy.")
  ]
  let example = #"{"logits": [2.0, -1.0, 0.5], "targets": [0.9, 0, 0.4], "gradients": true}"#

  func loss<S: Scalar>(_ arguments: Arguments, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let input = ClassificationInputs.given(arguments)
    let loss = QualityFocalLoss<S>(beta: arguments.scalar("beta"), input: input)
    return LossAnswer(
      loss: try loss.evaluate(
        arguments.tensor(input.rawValue), targets: arguments.tensor("targets"), gradient: gradient,
        reduction: reduction),
      input: input.rawValue)
  }
}
