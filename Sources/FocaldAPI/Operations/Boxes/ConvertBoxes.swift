import DetectionCore

struct ConvertBoxes: OperationDefinition {
  let isLinear = true
  let declaration = Declaration(
    family: "boxes", name: "convert",
    summary: "Boxes from one format to another.",
    formula: "cx = (x1+x2)/2,  w = x2 − x1, …",
    source: "torchvision.ops.box_convert; cycxhw: y, x, height, width",
    inputs: [Input("boxes", .of("N", "4"), holds: "Boxes in the format from.")],
    parameters: [formatParameter("from", "The format they are in."), formatParameter("to", "The format wanted.")],
    outputs: [OutputDescription("boxes", "(N, 4)", "The same boxes in the format to.")],
    example: #"{"boxes": [[10, 20, 30, 60]], "from": "xyxy", "to": "cxcywh"}"#)

  private static func formatParameter(_ name: String, _ meaning: String) -> Parameter {
    .required(name, .choice(BoxFormat.allCases.map(\.rawValue)), meaning)
  }

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    let boxes: Boxes<S> = try arguments.boxes("boxes", format: arguments.choice("from"))
    var answer = Answer()
    answer.add("boxes", boxes.converted(to: arguments.choice("to")).tensor)
    return answer
  }
}
