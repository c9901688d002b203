import DetectionCore

struct DistributionFocal: LossDefinition {
  let about = About(
    "losses", "distribution-focal",
    summary: "Cross entropy with the two whole numbers around a target: a box's sides as distributions over 0…n.",
    formula: "DFL = −(i+1−y) log S_i − (y−i) log S_{i+1},  i = ⌊y⌋,  S = softmax",
    source: "Li et al. 2020, «Generalized Focal Loss», eq. 6",
    example: #"{"logits": [[0.2, 1.5, 0.3, -1.0], [0, 0, 2, 1]], "targets": [1.25, 3], "gradients": true}"#)
  let logits = TensorField.reals(
    "logits", .of("N", "K"), .of("N", "4", "K"), differentiable: true,
    holds: "Of each target K = n + 1 logits of the numbers 0…n, K ≥ 2.")
  let targets = TensorField.reals(
    "targets", .of("N"), .of("N", "4"),
    holds: "Real numbers in [0, n]: how far a box's sides are from a point, in cells. n itself is all of S_n.")

  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let loss = try DistributionFocalLoss<S>().evaluate(
      request.tensor(logits), targets: request.tensor(targets), weights: LossFields.shared.weights(request),
      gradient: gradient, reduction: reduction)
    return LossAnswer(loss: loss, input: logits)
  }
}
