import DetectionCore

struct PairwiseIoUOperation: OperationDefinition {
  let declaration = Declaration(
    family: "boxes", name: "iou",
    summary: "The overlap of every box of one list with every box of another.",
    formula: "iou = |B∩B*|/|B∪B*|;  giou, diou, ciou = 1 − the loss of that name",
    source: "Rezatofighi et al. 2019 (GIoU); Zheng et al. 2020 (DIoU, CIoU)",
    inputs: [
      Input("boxes", .of("N", "4"), .of("N", "5"), holds: "Boxes, in format."),
      Input("target_boxes", .of("M", "4"), .of("M", "5"), holds: "The other boxes, in the same format."),
    ],
    parameters: [
      Parameter("kind", .choice(OverlapKind.allCases.map(\.rawValue)), default: "iou", "The measure."),
      BoxInputs.rotatableFormat,
    ],
    outputs: [OutputDescription("iou", "(N, M)", "The measure of box i and target box j at [i][j].")],
    example: #"{"boxes": [[0, 0, 10, 10], [5, 5, 15, 15]], "target_boxes": [[0, 0, 10, 20]], "kind": "giou"}"#)

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    var answer = Answer()
    if BoxInputs.areRotated(arguments) {
      answer.add("iou", try rotated(arguments, as: S.self))
      return answer
    }
    let boxes: Boxes<S> = try arguments.boxes("boxes")
    answer.add(
      "iou",
      try pairwiseIoU(
        boxes, arguments.boxes("target_boxes"), kind: arguments.choice("kind"),
        limit: arguments.limits.answerElements, deadline: arguments.limits.deadline))
    return answer
  }

  private func rotated<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Tensor<S> {
    guard arguments.value("kind") == "iou" else {
      throw Problem(.conflictingFields, at: "/kind", "of rotated boxes (format cxcywhr) there is the kind iou only")
    }
    return try pairwiseIoU(
      RotatedBoxes(try arguments.tensor("boxes"), named: "boxes"),
      RotatedBoxes(try arguments.tensor("target_boxes"), named: "target_boxes"),
      limit: arguments.limits.answerElements, deadline: arguments.limits.deadline)
  }
}
