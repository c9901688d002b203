import DetectionCore

struct Huber: RegressionLoss {
  let about = About(
    "losses", "huber", summary: "Quadratic near 0, linear beyond δ.",
    formula: "½d² if |d| < δ, else δ(|d| − ½δ),  d = prediction − target",
    source: "Huber 1964, «Robust Estimation of a Location Parameter»; PyTorch, torch.nn.HuberLoss",
    example: #"{"predictions": [0.5, 3.0], "targets": [0.0, 0.0], "delta": 1.0, "gradients": true}"#)
  let fields = RegressionFields()
  let delta = Field.number("delta", .positive, default: 1, "δ > 0: where the loss becomes linear.")

  var dialects: Dialects? {
    let shared = LossFields.shared
    return Dialects(
      shared.decisions,
      Profile(.torchvision, "torch.nn.functional.huber_loss, 2.13", shared.emptyMean.set(.error)),
      Profile(.keras, "keras.losses.Huber, 3.15"),
      Profile(.tensorflow, "tf.compat.v1.losses.huber_loss, 2.21"),
      Profile(
        .paddle, "paddle.nn.functional.smooth_l1_loss, 3.3, whose is_huber is true", shared.emptyMean.set(.error)))
  }

  func evaluate<S: Scalar>(
    _ request: Request, _ predictions: Tensor<S>, _ targets: Tensor<S>, _ weights: LossWeights<S>?, gradient: Bool,
    _ reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    try HuberLoss<S>(delta: S(request[delta])).evaluate(
      predictions, targets: targets, weights: weights, gradient: gradient, reduction: reduction)
  }
}
