import DetectionCore

/// What libraries decide in cross entropies. All of them take logits here.
extension CrossEntropy {
  var dialects: Dialects? {
    let shared = LossFields.shared
    let ignored = ignoreIndex.set(-100)
    return Dialects(
      [
        Decision(ignoreIndex, "the target that is ignored"), Decision(labelSmoothing, "label smoothing"),
        Decision(meanOver.rule, "what the mean divides by"),
      ] + shared.decisions,
      Profile(
        .torchvision, "torch.nn.functional.cross_entropy, 2.13", ignored, shared.emptyMean.set(.error)),
      Profile(
        .mmdetection, "mmdet.models.losses.CrossEntropyLoss, 3.3.0", ignored, meanOver.rule.set(.elements),
        shared.normalizerEps.set(OverlapFields.averageEps), shared.emptyMean.set(.error)),
      Profile(.keras, "keras.losses.SparseCategoricalCrossentropy and CategoricalCrossentropy, 3.15"),
      Profile(
        .tensorflow, "tf.compat.v1.losses.sparse_softmax_cross_entropy and softmax_cross_entropy, 2.21"),
      // Without weights it divides by all, as −100 is no class.
      Profile(
        .paddle, "paddle.nn.functional.cross_entropy, 3.3", ignored,
        meanOver.rule.set(.elements).only(.without(classWeights)),
        shared.emptyMean.set(.error).only(.without(classWeights))))
  }
}

extension BinaryCrossEntropy {
  var dialects: Dialects? {
    let shared = LossFields.shared
    let emptyIsError = shared.emptyMean.set(.error)
    return Dialects(
      [
        Decision(ignoreIndex, "the target that is ignored"), Decision(labelSmoothing, "label smoothing"),
        Decision(meanOver.rule, "what the mean divides by"),
      ] + shared.decisions,
      Profile(
        .torchvision, "torch.nn.functional.binary_cross_entropy_with_logits, 2.13", emptyIsError),
      Profile(
        .mmdetection, "mmdet.models.losses.CrossEntropyLoss, use_sigmoid, 3.3.0", ignoreIndex.set(-100),
        meanOver.rule.set(.elements), shared.normalizerEps.set(OverlapFields.averageEps), emptyIsError),
      Profile(.keras, "keras.losses.BinaryCrossentropy, from_logits, 3.15"),
      Profile(.tensorflow, "tf.compat.v1.losses.sigmoid_cross_entropy, 2.21"),
      Profile(.paddle, "paddle.nn.functional.binary_cross_entropy_with_logits, 3.3", emptyIsError))
  }
}
