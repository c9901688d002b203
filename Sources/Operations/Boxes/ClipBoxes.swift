import DetectionCore

struct ClipBoxes: FieldedOperation {
  let isLinear = true
  let about = About(
    "boxes", "clip",
    summary: "Boxes cut to an image.",
    formula: "x ↦ min(max(x, 0), width),  y ↦ min(max(y, 0), height)",
    source: "torchvision.ops.clip_boxes_to_image",
    example: #"{"boxes": [[-5, 10, 120, 90]], "image_size": [80, 100]}"#)
  let boxes = TensorField.reals("boxes", .of("N", "4"), holds: "Boxes, in format.")
  let imageSize = Field.size("image_size", "[height, width].").required
  let format = BoxFields.format()
  let clipped = Output.reals(
    "boxes", "(N, 4)", "The boxes, in format; one outside of the image is empty, at its border.")

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let boxes: Boxes<S> = try request.boxes(boxes, request[format])
    let size = request[imageSize] ?? ImageSize(height: 0, width: 0)
    var answer = Answer()
    answer.set(clipped, boxes.clipped(to: ImageSize(height: S(size.height), width: S(size.width))).tensor)
    return answer
  }
}
