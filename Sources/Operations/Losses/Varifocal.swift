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
  let classWeights = ClassificationFields.classWeights
  let ignoreIndex = ClassificationFields.ignoreIndex

  let meanOver = MeanOverFields()

  var dialects: Dialects? {
    let shared = LossFields.shared
    return Dialects(
      [Decision(meanOver.rule, "what the mean is of")] + shared.decisions,
      Profile(
        .mmdetection, "mmdet.models.losses.varifocal_loss.varifocal_loss, 3.3.0", shared.emptyMean.set(.error),
        shared.normalizerEps.set(OverlapFields.averageEps)),
      Profile(
        .ultralytics, "ultralytics.utils.loss.VarifocalLoss, 8.4, its label being target > 0 (in float32 always)",
        meanOver.rule.set(.classes)))
  }

  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let (field, input) = activations.given(request)
    let values: Tensor<S> = try request.tensor(field)
    return LossAnswer(
      loss: try VarifocalLoss<S>(
        alpha: S(request[alpha]), gamma: S(request[gamma]), input: input, ignored: request[ignoreIndex].map { S($0) }
      ).evaluate(
        values, targets: request.tensor(targets),
        weights: LossFields.shared.weights(request, classes: request[classWeights]), gradient: gradient,
        reduction: meanOver.reduction(request, values.shape, or: reduction)),
      input: field)
  }
}
