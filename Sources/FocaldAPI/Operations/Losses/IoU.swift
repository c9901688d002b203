import DetectionCore

struct IoU: BoxOverlapDefinition {
  let about = About(
    "losses", "iou", summary: "One minus the intersection over union, or its negative logarithm.",
    formula: "1 − |B∩B*|/|B∪B*|;  mode \"log\": −log IoU",
    source: "Yu et al. 2016, «UnitBox», eq. 1 (log); Rezatofighi et al. 2019 (linear); "
      + "power: He et al. 2021, «Alpha-IoU», eq. 4",
    example: OverlapFields.example)
  let kind: OverlapKind? = .iou
  let mode: Field<IoULoss<Double>.Mode>
  let fields: OverlapFields

  init() {
    mode = .choice("mode", default: .linear, "1 − IoU, or −log IoU.")
    fields = OverlapFields(power: OverlapFields.power.only(.when(mode, is: .linear)))
  }

  func overlapLoss<S: Scalar>(
    _ request: Arguments, _ boxes: Boxes<S>, _ targets: Boxes<S>, gradient: Bool, reduction: Reduction, iou: Bool
  ) throws(DetectionError) -> ReducedBoxOverlapLoss<S> {
    try IoULoss<S>(mode: IoULoss<S>.Mode(rawValue: request[mode].rawValue) ?? .linear).evaluate(
      boxes, targets: targets, gradient: gradient, reduction: reduction, iou: iou)
  }
}
