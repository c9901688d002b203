import DetectionCore

struct IoU: BoxOverlapDefinition {
  let about = About(
    "losses", "iou", summary: "One minus the intersection over union, or its negative logarithm.",
    formula: "1 − |B∩B*|/|B∪B*|;  mode \"log\": −log IoU",
    source: "Yu et al. 2016, «UnitBox», eq. 1 (log); Rezatofighi et al. 2019 (linear); "
      + "power: He et al. 2021, «Alpha-IoU», eq. 4",
    example: OverlapFields.example)
  let kind = OverlapKind.iou
  let mode: Field<IoUMode>
  let fields: OverlapFields
  var dialects: Dialects? { fields.dialects(kind, mode: mode) }

  init() {
    mode = .choice("mode", default: .linear, "1 − IoU, or −log IoU.")
    fields = OverlapFields(.iou, power: OverlapFields.power.only(.when(mode, is: .linear)))
  }

  func overlapLoss<S: Scalar>(_ request: Request) -> OverlapLoss<S> {
    OverlapLoss(kind, power: fields.power.map { S(request[$0]) } ?? 1, mode: request[mode])
  }
}
