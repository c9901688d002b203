import DetectionCore

/// What libraries decide in the boxes of the YOLO family.
extension StageFields {
  fileprivate func dialects(_ isMultiLabel: Field<Bool>?, _ letterbox: LetterboxFields, _ ultralytics: Profile)
    -> Dialects
  {
    let own = isMultiLabel.map { [Decision($0, "whether every class of a row is a candidate")] } ?? []
    return Dialects(
      decisions(own) + [Decision(letterbox.padding, "what half of a letterbox's padding is")], ultralytics)
  }

  /// With the thresholds of its `predict`; `functions`: what it calls besides.
  fileprivate func ultralytics(_ functions: String, _ letterbox: LetterboxFields) -> Profile {
    Profile(
      .ultralytics, "ultralytics.utils.nms.non_max_suppression and \(functions), 8.4, with the thresholds of predict",
      ultralytics + [letterbox.padding.set(.wholeSides)])
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
    stages.dialects(isMultiLabel, letterbox, stages.ultralytics("ops.scale_boxes", letterbox))
  }
}

extension YOLOv10 {
  var dialects: Dialects? { stages.dialects(nil, letterbox, stages.ultralytics("ops.scale_boxes", letterbox)) }
}

extension YOLOTaskFields {
  fileprivate func dialects(_ functions: String) -> Dialects {
    stages.dialects(isMultiLabel, letterbox, stages.ultralytics(functions, letterbox))
  }
}

extension YOLOv8Pose {
  var dialects: Dialects? { fields.dialects("ops.scale_boxes and scale_coords") }
}

extension YOLOv8Segmentation {
  var dialects: Dialects? { fields.dialects("ops.scale_boxes") }
}

extension YOLOv8Rotated {
  var dialects: Dialects? { fields.dialects("ops.scale_boxes") }
}
