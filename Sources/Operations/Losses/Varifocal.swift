import DetectionCore

struct Varifocal: LossDefinition {
  let about = About(
    "losses", "varifocal",
    summary: "Focal loss of an IoU-aware score: positives weighed by their IoU, negatives by how wrong they are.",
    formula: "VFL = q CE(p, q) where q > 0;  −α p^γ log(1−p) where q = 0",
    source: "Zhang et al. 2021, «VarifocalNet», eq. 2",
    example: #"{"logits": [2.0, -1.0, 0.5], "targets": [0.9, 0, 0.4], "gradients": true}"#)
  let activations = ActivationFields(.any)
  let targets = ClassificationFields.softTargets
  let alpha = Field.number("alpha", .notNegative, default: 0.75, "α: the weight of negatives.")
  let gamma = Field.number("gamma", .notNegative, default: 2, "γ ≥ 0: the exponent of a negative's score.")

  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let (field, input) = activations.given(request)
    return LossAnswer(
      loss: try VarifocalLoss<S>(alpha: S(request[alpha]), gamma: S(request[gamma]), input: input).evaluate(
        request.tensor(field), targets: request.tensor(targets), gradient: gradient, reduction: reduction),
      input: field)
  }
}
