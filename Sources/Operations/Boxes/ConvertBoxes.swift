import DetectionCore

struct ConvertBoxes: FieldedOperation {
  let isLinear = true
  let about = About(
    "boxes", "convert",
    summary: "Boxes from one format to another.",
    formula: "cx = (x1+x2)/2,  w = x2 − x1, …",
    source: "torchvision.ops.box_convert; cycxhw: y, x, height, width",
    example: #"{"boxes": [[10, 20, 30, 60]], "from": "xyxy", "to": "cxcywh"}"#)
  let boxes = TensorField.reals("boxes", .of("N", "4"), holds: "Boxes in the format from.")
  let from = Field<BoxFormat>.choice("from", default: .xyxy, "The format they are in.").required
  let to = Field<BoxFormat>.choice("to", default: .xyxy, "The format wanted.").required
  let converted = Output.reals("boxes", "(N, 4)", "The same boxes in the format to.")

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let boxes: Boxes<S> = try request.boxes(boxes, request[from])
    var answer = Answer()
    answer.set(converted, boxes.converted(to: request[to]).tensor)
    return answer
  }
}
