import DetectionCore

struct DecodeBoxes: OperationDefinition {
  let isLinear = true
  let declaration = Declaration(
    family: "boxes", name: "decode",
    summary: "Boxes from offsets and anchors; the inverse of encode.",
    formula: "x = dx/w_x · w_a + x_a,  w = w_a exp(min(dw/w_w, scale_clamp)), …",
    source: "Girshick et al. 2014, «Rich feature hierarchies», appendix C; clamp: detectron2, Box2BoxTransform",
    inputs: [
      Input("deltas", .of("N", "4"), holds: "dx, dy, dw, dh."),
      Input("anchors", .of("N", "4"), holds: "The anchor of each row, in format."),
    ],
    parameters: [
      BoxInputs.format(),
      BoxInputs.weights,
      Parameter(
        "scale_clamp", .number(.any), default: .number(BoxCoder<Double>.defaultScaleClamp),
        "dw and dh, unweighted, are held at or below it; log(1000/16)."),
    ],
    outputs: [OutputDescription("boxes", "(N, 4)", "Boxes, in format.")],
    example: #"{"deltas": [[0.1, -0.05, 0.2, 0.0]], "anchors": [[8, 8, 56, 56]]}"#)

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    let coder = BoxCoder<S>(weights: BoxInputs.weights(arguments), scaleClamp: arguments.scalar("scale_clamp"))
    var answer = Answer()
    answer.add("boxes", try coder.decode(arguments.tensor("deltas"), anchors: arguments.boxes("anchors")).tensor)
    return answer
  }
}
