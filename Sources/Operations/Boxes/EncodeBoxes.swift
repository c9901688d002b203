import DetectionCore

struct EncodeBoxes: FieldedOperation {
  let isLinear = true
  let about = About(
    "boxes", "encode",
    summary: "Boxes as offsets from their anchors.",
    formula: "dx = w_x (x−x_a)/w_a,  dy = w_y (y−y_a)/h_a,  dw = w_w log(w/w_a),  dh = w_h log(h/h_a)",
    source: "Girshick et al. 2014, «Rich feature hierarchies», appendix C; weights: detectron2, Box2BoxTransform",
    example: #"{"boxes": [[12, 14, 48, 66]], "anchors": [[8, 8, 56, 56]]}"#)
  let boxes = TensorField.reals("boxes", .of("N", "4"), holds: "Boxes, in format; sizes > 0.")
  let anchors = BoxFields.anchors
  let format = BoxFields.format()
  let weights = BoxFields.weights()
  let deltas = Output.reals("deltas", "(N, 4)", "dx, dy, dw, dh, whatever the format.")

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let coder = BoxCoder<S>(weights: request[weights].converted())
    let format = request[format]
    var answer = Answer()
    answer.set(deltas, try coder.encode(request.boxes(boxes, format), anchors: request.boxes(anchors, format)))
    return answer
  }
}
