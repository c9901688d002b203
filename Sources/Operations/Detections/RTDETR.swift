extension DETR {
  /// DETR with sigmoids and 300 queries.
  static let rtdetr = DETR(
    About(
      "detections", "rtdetr",
      summary: "RT-DETR's queries to boxes: every class of every query by itself; nothing is suppressed.",
      formula: "score = σ(class_logits);  box = (cx, cy, w, h) · image_size",
      source: "Zhao et al. 2023, «DETRs Beat YOLOs on Real-time Object Detection», §4; transformers, "
        + "RTDetrImageProcessor.post_process_object_detection",
      example: #"""
        {"class_logits": [[2.0, -1.0], [-1.0, 0.2], [-3.0, 4.0]],
         "boxes": [[0.5, 0.5, 0.2, 0.4], [0.1, 0.1, 0.1, 0.1], [0.25, 0.75, 0.5, 0.25]], "image_size": [480, 640]}
        """#), .sigmoid, maxDetections: 300)
}
