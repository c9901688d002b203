import DetectionCore

struct L1: RegressionLoss {
  let name = "l1"
  let summary = "Absolute error."
  let formula = "|d|,  d = prediction − target"
  let source = "PyTorch, torch.nn.L1Loss; the derivative at 0 is 0"
  let example = #"{"predictions": [1.0, 2.5], "targets": [0.5, 3.0], "gradients": true}"#

  func evaluate<S: Scalar>(
    _ arguments: Arguments, _ predictions: Tensor<S>, _ targets: Tensor<S>, gradient: Bool, _ reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    try L1Loss<S>().evaluate(
      predictions, targets: targets, gradient: gradient, reduction: reduction)
  }
}
