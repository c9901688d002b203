import DetectionCore

/// The inputs of a loss of rotated boxes.
struct RotatedFields: FieldGroup {
  let boxes = TensorField.reals(
    "boxes", .of("N", "5"), differentiable: true,
    holds: "Predicted boxes cx, cy, w, h, r: centre, size ≥ 0, and the angle in radians from the x axis to the y axis.")
  let targets = TensorField.reals("target_boxes", .of("N", "5"), holds: "Ground truth, row by row, likewise.")

  static let example =
    #"{"boxes": [[50, 60, 40, 20, 0.3], [20, 20, 10, 30, 1.2]], "target_boxes": [[52, 58, 44, 18, 0.4], [24, 22, 12, 26, 1.0]], "gradients": true}"#

  /// The loss of a request's boxes.
  func answer<S: Scalar>(_ request: Request, _ loss: some RotatedLoss<S>, gradient: Bool, _ reduction: Reduction) throws
    -> LossAnswer<S>
  {
    LossAnswer(
      loss: try loss.evaluate(
        request.rotatedBoxes(boxes), targets: request.rotatedBoxes(targets),
        weights: LossFields.shared.weights(request), gradient: gradient, reduction: reduction),
      input: boxes)
  }
}
