import DetectionCore

struct BinaryCrossEntropy: LossDefinition {
  let about = About(
    "losses", "binary-cross-entropy",
    summary: "Cross entropy of a two-class problem, plain or balanced by α.",
    formula: "CE = −t log p − (1−t) log(1−p);  with alpha: α_t CE,  α_t = α t + (1−α)(1−t)",
    source: "Lin et al. 2017, «Focal Loss for Dense Object Detection», §3, §3.1",
    example: #"{"logits": [2.0, -1.0, 0.5], "targets": [1, 0, 1], "gradients": true}"#)
  let activations = ActivationFields(.any)
  let alpha = Field.optionalNumber("alpha", .unit, "α: the weight of positives; negatives have 1 − α. null: none.")
  let targets = BinaryTargetFields()

  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let (field, input) = activations.given(request)
    let loss = BinaryCrossEntropyLoss<S>(alpha: request[alpha].map { S($0) }, input: input)
    return LossAnswer(
      loss: try loss.evaluate(
        request.tensor(field), targets: targets.read(request), gradient: gradient, reduction: reduction),
      input: field)
  }
}
