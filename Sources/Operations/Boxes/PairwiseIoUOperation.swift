import DetectionCore

struct PairwiseIoUOperation: FieldedOperation {
  let about = About(
    "boxes", "iou",
    summary: "The overlap of every box of one list with every box of another.",
    formula: "iou = |B∩B*|/|B∪B*|;  giou, diou, ciou = 1 − the loss of that name",
    source: "Rezatofighi et al. 2019 (GIoU); Zheng et al. 2020 (DIoU, CIoU)",
    example: #"{"boxes": [[0, 0, 10, 10], [5, 5, 15, 15]], "target_boxes": [[0, 0, 10, 20]], "kind": "giou"}"#)
  let boxes = TensorField.reals("boxes", .of("N", "4"), .of("N", "5"), holds: "Boxes, in format.")
  let targets = TensorField.reals(
    "target_boxes", .of("M", "4"), .of("M", "5"), holds: "The other boxes, in the same format.")
  let kind: Field<OverlapKind>
  let convention: OverlapConventionFields
  let format = RotatableFormat.field
  let iou = Output.reals("iou", "(N, M)", "The measure of box i and target box j at [i][j].")

  init() {
    kind = .choice("kind", among: OverlapKind.measures, default: .iou, "The measure.")
    convention = OverlapConventionFields(measures: kind)
  }

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    var answer = Answer()
    switch request[format] {
    case .upright(let format):
      let boxes: Boxes<S> = try request.boxes(boxes, format)
      answer.set(iou, try measures(boxes, request.boxes(targets, format), request))
    case .rotated: answer.set(iou, try rotated(request, as: S.self))
    }
    return answer
  }

  private func measures<S: Scalar>(_ boxes: Boxes<S>, _ targets: Boxes<S>, _ request: Request) throws -> Tensor<S> {
    let (convention, limits) = (convention.read(request), request.limits)
    guard !convention.isExact else {
      return try pairwiseIoU(
        boxes, targets, kind: request[kind], limit: limits.answerElements, deadline: limits.deadline)
    }
    return try pairwiseIoU(
      boxes, targets, kind: request[kind], convention, limit: limits.answerElements, deadline: limits.deadline)
  }

  private func rotated<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Tensor<S> {
    guard convention.read(request).isExact || request.isGiven(DialectFields.compatName) else {
      throw Problem(
        .conflictingFields, at: "/\(format.name)", "rotated boxes (format cxcywhr) have no ε, and no pixel_offset")
    }
    guard request[kind] == .iou else {
      throw Problem(
        .conflictingFields, at: "/\(kind.name)", "of rotated boxes (format cxcywhr) there is the kind iou only")
    }
    return try pairwiseIoU(
      request.rotatedBoxes(boxes), request.rotatedBoxes(targets), limit: request.limits.answerElements,
      deadline: request.limits.deadline)
  }
}
