import DetectionCore

/// What libraries decide in FCOS's boxes.
extension FCOS {
  var dialects: Dialects? {
    let own = [
      Decision(hasRoot, "whether a score is a root"), Decision(selection, "which score candidates are selected by"),
      Decision(points.centerOffset, "where in its cell a centre is"),
      Decision(points.isNormalized, "whether distances are in strides"),
    ]
    return Dialects(
      stages.decisions(own),
      Profile(.torchvision, "torchvision.models.detection.FCOS.postprocess_detections, 0.28", stages.torchvision),
      Profile(
        .detectron2, "detectron2.modeling.meta_arch.FCOS.inference_single_image, detector_postprocess, 0.6 (read)",
        [points.centerOffset.set(0.5)] + stages.detectron2(clipsLate: true)),
      Profile(
        .mmdetection, "mmdet.models.dense_heads.FCOSHead.predict_by_feat of configs/fcos, 3.3.0", mmdetection))
  }

  /// Its head gives distances in pixels, whether it is trained with strides or not.
  private var mmdetection: [Setting] {
    [
      stages.scoreThreshold.set(0.05), hasRoot.set(false), selection.set(.class), points.centerOffset.set(0.5),
      points.isNormalized.set(false), StageFields.dropsEmpty.set(true), stages.iouThreshold?.set(0.5),
    ].compactMap(\.self) + stages.mmdetection
  }
}
