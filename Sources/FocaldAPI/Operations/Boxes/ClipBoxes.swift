import DetectionCore

struct ClipBoxes: OperationDefinition {
  let isLinear = true
  let declaration = Declaration(
    family: "boxes", name: "clip",
    summary: "Boxes cut to an image.",
    formula: "x ↦ min(max(x, 0), width),  y ↦ min(max(y, 0), height)",
    source: "torchvision.ops.clip_boxes_to_image",
    inputs: [Input("boxes", .of("N", "4"), holds: "Boxes, in format.")],
    parameters: [
      .required("image_size", .list(.number(.positive), count: 2), "[height, width]."),
      BoxInputs.format(),
    ],
    outputs: [
      OutputDescription("boxes", "(N, 4)", "The boxes, in format; one outside of the image is empty, at its border.")
    ],
    example: #"{"boxes": [[-5, 10, 120, 90]], "image_size": [80, 100]}"#)

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    let boxes: Boxes<S> = try arguments.boxes("boxes")
    let size = arguments.optionalSize("image_size") ?? ImageSize(height: 0, width: 0)
    var answer = Answer()
    answer.add("boxes", boxes.clipped(to: ImageSize(height: S(size.height), width: S(size.width))).tensor)
    return answer
  }
}
