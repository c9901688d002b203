import DetectionCore

struct L2: RegressionLoss {
  let about = About(
    "losses", "l2", summary: "Squared error.",
    formula: "d²,  d = prediction − target",
    source: "PyTorch, torch.nn.MSELoss",
    example: #"{"predictions": [1.0, 2.5], "targets": [0.5, 3.0], "gradients": true}"#)
  let fields = RegressionFields()

  func evaluate<S: Scalar>(
    _ request: Request, _ predictions: Tensor<S>, _ targets: Tensor<S>, _ weights: LossWeights<S>?, gradient: Bool,
    _ reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    try L2Loss<S>().evaluate(predictions, targets: targets, weights: weights, gradient: gradient, reduction: reduction)
  }
}
