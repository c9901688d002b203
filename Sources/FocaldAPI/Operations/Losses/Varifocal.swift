import DetectionCore

struct Varifocal: LossDefinition {
  let name = "varifocal"
  let summary = "Focal loss of an IoU-aware score: positives weighed by their IoU, negatives by how wrong they are."
  let formula = "VFL = q CE(p, q) where q > 0;  −α p^γ log(1−p) where q = 0"
  let source = "Zhang et al. 2021, «VarifocalNet», eq. 2"
  let isLinear = true
  let inputs = ClassificationInputs.activations(.any) + [ClassificationInputs.softTargets]
  let ownParameters = [
    Parameter("alpha", .number(.notNegative), default: 0.75, "α: the weight of negatives."),
    Parameter("gamma", .number(.notNegative), default: 2, "γ ≥ 0: the exponent of a negative's score."),
  ]
  let example = #"{"logits": [2.0, -1.0, 0.5], "targets": [0.9, 0, 0.4], "gradients": true}"#

  func loss<S: Scalar>(_ arguments: Arguments, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let input = ClassificationInputs.given(arguments)
    let loss = VarifocalLoss<S>(alpha: arguments.scalar("alpha"), gamma: arguments.scalar("gamma"), input: input)
    return LossAnswer(
      loss: try loss.evaluate(
        arguments.tensor(input.rawValue), targets: arguments.tensor("targets"), gradient: gradient,
        reduction: reduction),
      input: input.rawValue)
  }
}
