import DetectionCore

struct DIoU: BoxOverlapDefinition {
  let about = About(
    "losses", "diou", summary: "IoU loss with a penalty for the distance of the centres.",
    formula: "1 − IoU + ρ²/c²",
    source: "Zheng et al. 2020, «Distance-IoU Loss», eq. 7; power: He et al. 2021, «Alpha-IoU», eq. 4",
    example: OverlapFields.example)
  let kind = OverlapKind.diou
  let fields = OverlapFields(.diou, power: OverlapFields.power)
  var dialects: Dialects? { fields.dialects(kind) }
}
