import DetectionCore

/// What libraries decide in the boxes of YOLOv5 and YOLOv8.
extension StageFields {
  fileprivate func dialects(_ isMultiLabel: Field<Bool>, _ letterbox: LetterboxFields, _ ultralytics: Profile)
    -> Dialects
  {
    let own = [Decision(isMultiLabel, "whether every class of a row is a candidate")]
    return Dialects(
      decisions(own) + [Decision(letterbox.padding, "what half of a letterbox's padding is")], ultralytics)
  }
}

extension YOLOv5 {
  var dialects: Dialects? {
    fields.stages.dialects(
      fields.isMultiLabel, fields.letterbox,
      Profile(
        .ultralytics,
        "ultralytics/yolov5, utils.general.non_max_suppression and scale_boxes, 7.0, as detect.py calls them",
        fields.stages.ultralytics + [fields.letterbox.padding.set(.half)]))
  }
}

extension YOLOv8 {
  var dialects: Dialects? {
    stages.dialects(
      isMultiLabel, letterbox,
      Profile(
        .ultralytics,
        "ultralytics.utils.nms.non_max_suppression and ops.scale_boxes, 8.4, with the thresholds of predict",
        stages.ultralytics + [letterbox.padding.set(.wholeSides)]))
  }
}
