import DetectionCore

struct L1: RegressionLoss {
  let about = About(
    "losses", "l1", summary: "Absolute error.",
    formula: "|d|,  d = prediction − target",
    source: "PyTorch, torch.nn.L1Loss; the derivative at 0 is 0",
    example: #"{"predictions": [1.0, 2.5], "targets": [0.5, 3.0], "gradients": true}"#)
  let fields = RegressionFields()

  func evaluate<S: Scalar>(
    _ request: Request, _ predictions: Tensor<S>, _ targets: Tensor<S>, _ weights: LossWeights<S>?, gradient: Bool,
    _ reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    try L1Loss<S>().evaluate(predictions, targets: targets, weights: weights, gradient: gradient, reduction: reduction)
  }
}
