import DetectionCore

/// What the operators of other runtimes decide where EfficientNMS stands in a graph, and what its own plugin decides.
extension EfficientNMS {
  var dialects: Dialects? {
    let all = stages.scoreThreshold.set(0)
    return Dialects(
      stages.decisions(),
      Profile(
        .tensorflow, "tf.image.combined_non_max_suppression without clip_boxes, 2.21",
        [all, stages.iouThreshold?.set(0.5)].compactMap(\.self) + stages.zeroAreaNever),
      Profile(
        .onnx, "onnxruntime's NonMaxSuppression, opset 11, 1.32, best score first",
        [all, stages.iouThreshold?.set(0), stages.maxDetectionsPerClass.set(0)].compactMap(\.self)
          + stages.zeroAreaNever),
      Profile(
        .tensorrt, "NVIDIA/TensorRT, plugin/efficientNMSPlugin/efficientNMSInference.cu (read)",
        [
          stages.conventions.scoreComparator.set(.atLeast), stages.topK?.set(4096),
          SuppressionFields.object.set(SuppressionMembers.shared.comparator.set(.greaterOrEqual)),
        ].compactMap(\.self) + stages.zeroAreaNever))
  }
}
