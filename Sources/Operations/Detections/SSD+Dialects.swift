import DetectionCore

/// What libraries decide in SSD's boxes.
extension SSD {
  var dialects: Dialects? {
    Dialects(
      stages.decisions([Decision(background, "the class that is no object")] + decoding.decisions),
      Profile(.torchvision, "torchvision.models.detection.SSD.postprocess_detections, 0.28", stages.torchvision),
      Profile(
        .mmdetection, "mmdet.models.dense_heads.SSDHead.predict_by_feat of configs/ssd, 3.3.0", mmdetection))
  }

  private var mmdetection: [Setting] {
    let own: [Setting?] = [
      stages.scoreThreshold.set(0.02), stages.topK?.set(1000), stages.conventions.topKScope?.set(.level),
      background.set(-1), decoding.clamped.set(.both), StageFields.dropsEmpty.set(true),
    ]
    return own.compactMap(\.self) + stages.mmdetection
  }
}
