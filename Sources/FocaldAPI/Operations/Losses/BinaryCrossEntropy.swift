import DetectionCore

struct BinaryCrossEntropy: LossDefinition {
  let name = "binary-cross-entropy"
  let summary = "Cross entropy of a two-class problem, plain or balanced by α."
  let formula = "CE = −t log p − (1−t) log(1−p);  with alpha: α_t CE,  α_t = α t + (1−α)(1−t)"
  let source = "Lin et al. 2017, «Focal Loss for Dense Object Detection», §3, §3.1"
  let isLinear = true
  let inputs = ClassificationInputs.activations(.any) + [ClassificationInputs.binaryTargets]
  let ownParameters = [
    Parameter("alpha", .number(.unit), default: nil, "α: the weight of positives; negatives have 1 − α. null: none."),
    ClassificationInputs.targetEncoding,
  ]
  let example = #"{"logits": [2.0, -1.0, 0.5], "targets": [1, 0, 1], "gradients": true}"#

  func loss<S: Scalar>(_ arguments: Arguments, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let input = ClassificationInputs.given(arguments)
    let loss = BinaryCrossEntropyLoss<S>(alpha: arguments.optionalScalar("alpha"), input: input)
    return LossAnswer(
      loss: try loss.evaluate(
        arguments.tensor(input.rawValue), targets: ClassificationInputs.targets(arguments), gradient: gradient,
        reduction: reduction),
      input: input.rawValue)
  }
}
