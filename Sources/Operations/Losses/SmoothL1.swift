import DetectionCore

struct SmoothL1: RegressionLoss {
  let about = About(
    "losses", "smooth-l1", summary: "Huber's loss divided by its β.",
    formula: "½d²/β if |d| < β, else |d| − ½β,  d = prediction − target;  β = 0 is L1",
    source: "Girshick 2015, «Fast R-CNN», eq. 3; β as in PyTorch and detectron2",
    example: #"{"predictions": [0.5, 3.0], "targets": [0.0, 0.0], "beta": 0.1111, "gradients": true}"#)
  let fields = RegressionFields()
  let beta = Field.number("beta", .notNegative, default: 1, "β ≥ 0: where the loss becomes linear.")

  func evaluate<S: Scalar>(
    _ request: Request, _ predictions: Tensor<S>, _ targets: Tensor<S>, gradient: Bool, _ reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    try SmoothL1Loss<S>(beta: S(request[beta])).evaluate(
      predictions, targets: targets, gradient: gradient, reduction: reduction)
  }
}
