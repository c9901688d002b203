import DetectionCore

struct CIoU: BoxOverlapDefinition {
  let about = About(
    "losses", "ciou", summary: "DIoU loss with a penalty for the aspect ratio.",
    formula:
      "1 − IoU + ρ²/c² + αv,  v = 4/π² (arctan w*/h* − arctan w/h)²,  α = v/(1−IoU+v), constant in the gradient",
    source: "Zheng et al. 2020, «Distance-IoU Loss», eq. 8–11; power: He et al. 2021, «Alpha-IoU», eq. 4",
    example: OverlapFields.example)
  let kind = OverlapKind.ciou
  let fields = OverlapFields(.ciou, power: OverlapFields.power)
  var dialects: Dialects? { fields.dialects(kind) }
}
