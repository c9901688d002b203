import DetectionCore

struct DecodeBoxes: FieldedOperation {
  let isLinear = true
  let about = About(
    "boxes", "decode",
    summary: "Boxes from offsets and anchors; the inverse of encode.",
    formula: "x = dx/w_x · w_a + x_a,  w = w_a exp(min(dw/w_w, scale_clamp)), …",
    source: "Girshick et al. 2014, «Rich feature hierarchies», appendix C; clamp: detectron2, Box2BoxTransform",
    example: #"{"deltas": [[0.1, -0.05, 0.2, 0.0]], "anchors": [[8, 8, 56, 56]]}"#)
  let deltas = TensorField.reals("deltas", .of("N", "4"), holds: "dx, dy, dw, dh.")
  let anchors = TensorField.reals("anchors", .of("N", "4"), holds: "The anchor of each row, in format.")
  let format = BoxFields.format()
  let weights = BoxFields.weights()
  let scaleClamp = Field.number(
    "scale_clamp", .any, default: BoxCoder<Double>.defaultScaleClamp,
    "dw and dh, unweighted, are clamped to it; log(1000/16).")
  let boxes = Output.reals("boxes", "(N, 4)", "Boxes, in format.")

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let coder = BoxCoder<S>(weights: request[weights].converted(), scaleClamp: request[scaleClamp, as: S.self])
    let anchors: Boxes<S> = try request.boxes(anchors, request[format])
    var answer = Answer()
    answer.set(boxes, try coder.decode(request.tensor(deltas), anchors: anchors).tensor)
    return answer
  }
}
