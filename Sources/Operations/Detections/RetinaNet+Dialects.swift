import DetectionCore

/// What libraries decide in RetinaNet's boxes.
extension RetinaNet {
  var dialects: Dialects? {
    Dialects(
      stages.decisions([Decision(isMultiLabel, "whether every class of a row is a candidate")] + decoding.decisions),
      Profile(
        .torchvision, "torchvision.models.detection.RetinaNet.postprocess_detections, 0.28", stages.torchvision),
      Profile(
        .detectron2,
        "detectron2.modeling.meta_arch.RetinaNet.inference_single_image, detector_postprocess, 0.6 (read)",
        stages.detectron2(clipsLate: true)),
      Profile(
        .mmdetection, "mmdet.models.dense_heads.RetinaHead.predict_by_feat of configs/retinanet, 3.3.0",
        [decoding.clamped.set(.both), StageFields.dropsEmpty.set(true)] + stages.mmdetection),
      Profile(.keras, "keras_hub.layers.NonMaxSuppression of RetinaNetObjectDetector, 0.32", keras))
  }

  /// All candidates go on; boxes are as they are decoded.
  private var keras: [Setting] {
    let own: [Setting?] = [
      stages.scoreThreshold.set(0.5), stages.topK?.set(Int(Int32.max)), isMultiLabel.set(false),
      decoding.scaleClamp.set(nil), stages.conventions.clipping?.set(.never),
    ]
    return own.compactMap(\.self) + stages.keras
  }
}
