import DetectionCore

struct QualityFocal: LossDefinition {
  let about = About(
    "losses", "quality-focal",
    summary: "Focal loss for soft labels, such as the IoU of the box that a score belongs to.",
    formula: "QFL = |y−σ|^β CE(σ, y),  CE = −y log σ − (1−y) log(1−σ)",
    source: "Li et al. 2020, «Generalized Focal Loss», eq. 5",
    example: #"{"logits": [2.0, -1.0, 0.5], "targets": [0.9, 0, 0.4], "gradients": true}"#)
  let activations = ActivationFields(.any)
  let targets = ClassificationFields.softTargets
  let beta = Field.number("beta", .notNegative, default: 2, "β ≥ 0; 0 is cross entropy.")
  let classWeights = ClassificationFields.classWeights
  let ignoreIndex = ClassificationFields.ignoreIndex

  let meanOver = MeanOverFields()

  var dialects: Dialects? {
    let shared = LossFields.shared
    return Dialects(
      [Decision(meanOver.rule, "what the mean is of")] + shared.decisions,
      Profile(
        .mmdetection, "mmdet.models.losses.gfocal_loss.quality_focal_loss, 3.3.0", meanOver.rule.set(.rows),
        shared.emptyMean.set(.error), shared.normalizerEps.set(OverlapFields.averageEps)))
  }

  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let (field, input) = activations.given(request)
    let values: Tensor<S> = try request.tensor(field)
    return LossAnswer(
      loss: try QualityFocalLoss<S>(beta: S(request[beta]), input: input, ignored: request[ignoreIndex].map { S($0) })
        .evaluate(
          values, targets: request.tensor(targets),
          weights: LossFields.shared.weights(request, classes: request[classWeights]), gradient: gradient,
          reduction: meanOver.reduction(request, values.shape, or: reduction)),
      input: field)
  }
}
