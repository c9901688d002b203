import DetectionCore

struct L2: RegressionLoss {
  let name = "l2"
  let summary = "Squared error."
  let formula = "d²,  d = prediction − target"
  let source = "PyTorch, torch.nn.MSELoss"
  let example = #"{"predictions": [1.0, 2.5], "targets": [0.5, 3.0], "gradients": true}"#

  func evaluate<S: Scalar>(
    _ arguments: Arguments, _ predictions: Tensor<S>, _ targets: Tensor<S>, gradient: Bool, _ reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    try L2Loss<S>().evaluate(
      predictions, targets: targets, gradient: gradient, reduction: reduction)
  }
}
