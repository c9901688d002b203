import DetectionCore

/// Rotated boxes.
struct RotatedOutputs: FieldGroup {
  let boxes = Output.reals(
    "rotated_boxes", "(n, 5)",
    "Centre x, y, width, height, angle in radians from the x axis to the y axis; in pixels of the image, or of the "
      + "original, which they may exceed.")
  let corners = Output.reals("corners", "(n, 4, 2)", "Their corners x, y.")

  func set<S: Scalar>(_ rotated: RotatedBoxes<S>, in answer: inout Answer) {
    answer.set(boxes, rotated.tensor)
    answer.set(corners, rotated.corners)
  }
}
