import DetectionCore

struct CIoU: BoxOverlapDefinition {
  let about = About(
    "losses", "ciou", summary: "DIoU loss with a penalty for the aspect ratio.",
    formula:
      "1 − IoU + ρ²/c² + αv,  v = 4/π² (arctan w*/h* − arctan w/h)²,  α = v/(1−IoU+v), constant in the gradient",
    source: "Zheng et al. 2020, «Distance-IoU Loss», eq. 8–11; power: He et al. 2021, «Alpha-IoU», eq. 4",
    example: OverlapFields.example)
  let kind: OverlapKind? = .ciou
  let fields = OverlapFields(power: OverlapFields.power)

  func overlapLoss<S: Scalar>(
    _ request: Arguments, _ boxes: Boxes<S>, _ targets: Boxes<S>, gradient: Bool, reduction: Reduction, iou: Bool
  ) throws(DetectionError) -> ReducedBoxOverlapLoss<S> {
    try CIoULoss<S>().evaluate(boxes, targets: targets, gradient: gradient, reduction: reduction, iou: iou)
  }
}
