import DetectionCore

/// What libraries decide in the boxes of Faster R-CNN's second stage.
extension FasterRCNN {
  var dialects: Dialects? {
    Dialects(
      stages.decisions([Decision(background, "the class that is no object")] + decoding.decisions),
      Profile(
        .torchvision, "torchvision.models.detection.roi_heads.RoIHeads.postprocess_detections, 0.28",
        stages.torchvision),
      Profile(
        .detectron2, "detectron2.modeling.roi_heads.fast_rcnn_inference, detector_postprocess, 0.6 (read)",
        [background.set(-1), stages.minimumSize.set(0)] + stages.detectron2(clipsLate: false)),
      Profile(
        .mmdetection, "mmdet.models.roi_heads.BBoxHead.predict_by_feat of configs/faster_rcnn, 3.3.0",
        [background.set(-1), decoding.clamped.set(.both), stages.minimumSize.set(0)] + stages.mmdetection))
  }
}
