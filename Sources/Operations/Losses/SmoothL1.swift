import DetectionCore

struct SmoothL1: RegressionLoss {
  let about = About(
    "losses", "smooth-l1", summary: "Huber's loss divided by its β.",
    formula: "½d²/β if |d| < β, else |d| − ½β,  d = prediction − target;  β = 0 is L1",
    source: "Girshick 2015, «Fast R-CNN», eq. 3; β as in PyTorch and detectron2",
    example: #"{"predictions": [0.5, 3.0], "targets": [0.0, 0.0], "beta": 0.1111, "gradients": true}"#)
  let fields = RegressionFields()
  let beta = Field.number("beta", .notNegative, default: 1, "β ≥ 0: where the loss becomes linear.")
  let scale = Field<Scale>.choice(
    "scale", default: .unit,
    "\"unit\": the linear piece has slope 1. \"beta\": it has slope β, which is Huber's loss; some libraries call that smooth "
      + "L1; β > 0 then. \"none\": ½d² if |d| < β, else |d| − ½, whose pieces meet at β = 1 alone.")

  /// What the slope of the linear piece is.
  enum Scale: String, CaseIterable {
    case unit, beta, none
  }

  var dialects: Dialects? {
    let shared = LossFields.shared
    return Dialects(
      [Decision(scale, "the slope of the linear piece")] + shared.decisions,
      Profile(.torchvision, "torch.nn.functional.smooth_l1_loss, 2.13", shared.emptyMean.set(.error)),
      Profile(.detectron2, "fvcore.nn.smooth_l1_loss, 0.1.5"),
      Profile(
        .mmdetection, "mmdet.models.losses.smooth_l1_loss, 3.3.0", shared.normalizerEps.set(OverlapFields.averageEps)),
      Profile(.keras, "keras_cv.losses.SmoothL1Loss, 0.9, its l1_cutoff being beta", scale.set(.none)),
      Profile(
        .tensorflow,
        "object_detection.core.losses.WeightedSmoothL1LocalizationLoss of the TensorFlow models, its delta being beta (read)",
        scale.set(.beta)),
      Profile(
        .paddle, "paddle.nn.functional.smooth_l1_loss, 3.3, whose is_huber is true", scale.set(.beta),
        shared.emptyMean.set(.error)))
  }

  func evaluate<S: Scalar>(
    _ request: Request, _ predictions: Tensor<S>, _ targets: Tensor<S>, _ weights: LossWeights<S>?, gradient: Bool,
    _ reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    if request[scale] == .beta, request[beta] > 0 {
      return try HuberLoss<S>(delta: S(request[beta])).evaluate(
        predictions, targets: targets, weights: weights, gradient: gradient, reduction: reduction)
    }
    if request[scale] == .none {
      return try CutoffL1Loss<S>(cutoff: S(request[beta])).evaluate(
        predictions, targets: targets, weights: weights, gradient: gradient, reduction: reduction)
    }
    return try SmoothL1Loss<S>(beta: S(request[beta])).evaluate(
      predictions, targets: targets, weights: weights, gradient: gradient, reduction: reduction)
  }
}
