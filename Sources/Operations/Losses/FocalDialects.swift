import DetectionCore

/// What libraries decide in the sigmoid focal loss. Where a library's default is reduction "none" the request's stays.
extension Focal {
  var dialects: Dialects? {
    let shared = LossFields.shared
    let emptyIsError = shared.emptyMean.set(.error)
    return Dialects(
      [
        Decision(gamma, "γ"), Decision(alpha, "α"),
        Decision(probabilityEps, "the ε that probabilities are kept within"),
        Decision(shared.rule, "the reduction"), Decision(meanOver.rule, "what the mean is of"),
      ] + shared.decisions,
      Profile(.torchvision, "torchvision.ops.sigmoid_focal_loss, 0.28", emptyIsError),
      Profile(
        .detectron2, "fvcore.nn.sigmoid_focal_loss, 0.1.5 (in float32 always)", alpha.set(nil).only(Self.isSigmoid),
        emptyIsError),
      Profile(
        .mmdetection, "mmdet.models.losses.FocalLoss, 3.3.0", emptyIsError,
        shared.normalizerEps.set(OverlapFields.averageEps)),
      Profile(
        .ultralytics, "ultralytics.utils.loss.FocalLoss, 8.4", gamma.set(1.5), meanOver.rule.set(.classes)),
      Profile(
        .keras, "keras.losses.BinaryFocalCrossentropy, 3.15", alpha.set(nil).only(Self.isSigmoid),
        probabilityEps.set(1e-7)),
      Profile(
        .tensorflow, "object_detection.core.losses.SigmoidFocalClassificationLoss of the TensorFlow models (read)"),
      Profile(.paddle, "paddle.nn.functional.sigmoid_focal_loss, 3.3", shared.rule.set(.sum)))
  }

  private static let isSigmoid = Condition.choice("activation", [Activation.sigmoid.rawValue])
}
