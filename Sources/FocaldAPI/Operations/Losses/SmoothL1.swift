import DetectionCore

struct SmoothL1: RegressionLoss {
  let name = "smooth-l1"
  let summary = "Huber's loss divided by its β."
  let formula = "½d²/β if |d| < β, else |d| − ½β,  d = prediction − target;  β = 0 is L1"
  let source = "Girshick 2015, «Fast R-CNN», eq. 3; β as in PyTorch and detectron2"
  let ownParameters = [Parameter("beta", .number(.notNegative), default: 1, "β ≥ 0: where the loss becomes linear.")]
  let example = #"{"predictions": [0.5, 3.0], "targets": [0.0, 0.0], "beta": 0.1111, "gradients": true}"#

  func evaluate<S: Scalar>(
    _ arguments: Arguments, _ predictions: Tensor<S>, _ targets: Tensor<S>, gradient: Bool, _ reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    try SmoothL1Loss<S>(beta: arguments.scalar("beta")).evaluate(
      predictions, targets: targets, gradient: gradient, reduction: reduction)
  }
}
