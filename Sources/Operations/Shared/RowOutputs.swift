import DetectionCore

/// Detections as lists of one length, a row a detection: of an image, or of all of them.
struct RowOutputs: FieldGroup {
  let boxes: Output<Reals>
  let scores = Output.reals("scores", "(n,)", "Best first, within an image.")
  let labels = Output.indices("labels", "(n,)", "Class indices.")
  let labelNames = Output.words("label_names", "(n,)", "The names of their classes.").only(
    .given(AnswerFormatFields.classNames))
  let anchorIndices = Output.indices("anchor_indices", "(n,)", "The row that each box was decoded from.")
  let levels = Output.indices("levels", "(n,)", "The level of that row.")
  let extras: Output<Reals>?
  let keypoints: Output<Reals>?
  let rotation: RotatedOutputs?
  let masks: MaskOutputs?

  init(_ contents: DetectionContents) {
    boxes = .reals(
      "boxes", "(n, 4)",
      contents.contains(.rotation)
        ? "x1, y1, x2, y2 of the upright boxes around the rotated ones."
        : "x1, y1, x2, y2, in pixels of the image, or of the original.")
    extras = Self.extras(contents)
    keypoints =
      contents.contains(.keypoints)
      ? .reals("keypoints", "(n, k, d)", "x, y, in pixels of the image, or of the original; with d = 3 the visibility.")
      : nil
    rotation = contents.contains(.rotation) ? RotatedOutputs() : nil
    masks = contents.contains(.masks) ? MaskOutputs() : nil
  }

  private static func extras(_ contents: DetectionContents) -> Output<Reals>? {
    let extras = Output.reals("extras", "(n, E)", "The numbers of the row behind its classes, as they came.")
    if contents.contains(.extras) { return extras.only(.given(ExtraFields.classCount)) }
    return contents.contains(.extrasOfRows) ? extras.only(.with(ExtraFields.areAsked)) : nil
  }

  func set<S: Scalar>(_ detections: Detections<S>, _ names: LabelNames?, in answer: inout Answer) {
    answer.set(boxes, detections.boxes)
    answer.set(scores, detections.scores)
    answer.set(labels, detections.labels)
    answer.set(labelNames, names?(detections.labels))
    answer.set(anchorIndices, detections.anchorIndices)
    answer.set(levels, detections.levels)
    if let extras { answer.set(extras, detections.extras) }
    if let keypoints { answer.set(keypoints, detections.keypoints) }
    if let rotation, let boxes = detections.rotatedBoxes { rotation.set(boxes, in: &answer) }
    if let masks, let found = detections.masks { masks.set(found, files: detections.maskFiles, in: &answer) }
  }
}
