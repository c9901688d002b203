import DetectionCore

struct EncodeBoxes: OperationDefinition {
  let isLinear = true
  let declaration = Declaration(
    family: "boxes", name: "encode",
    summary: "Boxes as offsets from their anchors.",
    formula: "dx = w_x (x−x_a)/w_a,  dy = w_y (y−y_a)/h_a,  dw = w_w log(w/w_a),  dh = w_h log(h/h_a)",
    source: "Girshick et al. 2014, «Rich feature hierarchies», appendix C; weights: detectron2, Box2BoxTransform",
    inputs: [Input("boxes", .of("N", "4"), holds: "Boxes, in format; sizes > 0."), BoxInputs.anchors],
    parameters: [BoxInputs.format(), BoxInputs.weights],
    outputs: [OutputDescription("deltas", "(N, 4)", "dx, dy, dw, dh, whatever the format.")],
    example: #"{"boxes": [[12, 14, 48, 66]], "anchors": [[8, 8, 56, 56]]}"#)

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    var answer = Answer()
    let coder = BoxCoder<S>(weights: BoxInputs.weights(arguments))
    answer.add("deltas", try coder.encode(arguments.boxes("boxes"), anchors: arguments.boxes("anchors")))
    return answer
  }
}
