import DetectionCore

struct Huber: RegressionLoss {
  let name = "huber"
  let summary = "Quadratic near 0, linear beyond δ."
  let formula = "½d² if |d| < δ, else δ(|d| − ½δ),  d = prediction − target"
  let source = "Huber 1964, «Robust Estimation of a Location Parameter»; PyTorch, torch.nn.HuberLoss"
  let ownParameters = [Parameter("delta", .number(.positive), default: 1, "δ > 0: where the loss becomes linear.")]
  let example = #"{"predictions": [0.5, 3.0], "targets": [0.0, 0.0], "delta": 1.0, "gradients": true}"#

  func evaluate<S: Scalar>(
    _ arguments: Arguments, _ predictions: Tensor<S>, _ targets: Tensor<S>, gradient: Bool, _ reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    try HuberLoss<S>(delta: arguments.scalar("delta")).evaluate(
      predictions, targets: targets, gradient: gradient, reduction: reduction)
  }
}
