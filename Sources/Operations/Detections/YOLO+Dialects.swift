import DetectionCore

/// What libraries decide in the boxes of YOLOv5, of YOLOv8 and of what came after it.
extension StageFields {
  /// `isMultiLabel`: of a head that may have several classes a row; `last`: what comes after the boxes.
  fileprivate func dialects(
    _ isMultiLabel: Field<Bool>?, _ letterbox: LetterboxFields, last: [Decision] = [], _ ultralytics: Profile
  ) -> Dialects {
    let own = isMultiLabel.map { [Decision($0, "whether every class of a row is a candidate")] } ?? []
    return Dialects(
      decisions(own) + [Decision(letterbox.padding, "what half of a letterbox's padding is")] + last, ultralytics)
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

extension YOLOv8Pose {
  var dialects: Dialects? {
    fields.stages.dialects(
      fields.isMultiLabel, fields.letterbox,
      Profile(
        .ultralytics,
        "ultralytics.utils.nms.non_max_suppression, ops.scale_boxes and scale_coords, 8.4, with the thresholds of predict",
        fields.ultralytics))
  }
}

extension YOLOv8Segmentation {
  var dialects: Dialects? {
    fields.stages.dialects(
      fields.isMultiLabel, fields.letterbox, last: [Decision(sampling, "between which cells a mask's pixel is")],
      Profile(
        .ultralytics,
        "ultralytics.utils.nms.non_max_suppression, ops.scale_boxes and process_mask_native, 8.4, with the thresholds of "
          + "predict, masks without a pixel included",
        fields.ultralytics + [sampling.set(.enlarged)]))
  }
}

extension YOLOv8Rotated {
  var dialects: Dialects? {
    fields.stages.dialects(
      fields.isMultiLabel, fields.letterbox,
      Profile(
        .ultralytics,
        "ultralytics.utils.nms.non_max_suppression, rotated, and ops.scale_boxes, 8.4, with the thresholds of predict",
        fields.ultralytics))
  }
}

extension YOLOv10 {
  var dialects: Dialects? {
    stages.dialects(
      nil, letterbox,
      Profile(
        .ultralytics,
        "ultralytics.utils.nms.non_max_suppression, end2end, and ops.scale_boxes, 8.4, with the thresholds of predict, of "
          + "rows best first",
        [letterbox.padding.set(.wholeSides)]))
  }
}

extension YOLOTaskFields {
  /// Suppression, where a head has it, and the way back from the letterbox.
  fileprivate var ultralytics: [Setting] { stages.ultralytics + [letterbox.padding.set(.wholeSides)] }
}
