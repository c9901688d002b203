import DetectionCore

struct IoU: BoxOverlapDefinition {
  let name = "iou"
  let kind: OverlapKind? = .iou
  let summary = "One minus the intersection over union, or its negative logarithm."
  let formula = "1 − |B∩B*|/|B∪B*|;  mode \"log\": −log IoU"
  let source =
    "Yu et al. 2016, «UnitBox», eq. 1 (log); Rezatofighi et al. 2019 (linear); "
    + "power: He et al. 2021, «Alpha-IoU», eq. 4"
  let ownParameters = [
    Parameter(
      "mode", .choice(IoULoss<Double>.Mode.allCases.map(\.rawValue)), default: "linear", "1 − IoU, or −log IoU."),
    BoxInputs.power, BoxInputs.format(), BoxInputs.details,
  ]

  func overlapLoss<S: Scalar>(
    _ arguments: Arguments, _ boxes: Boxes<S>, _ targets: Boxes<S>, gradient: Bool, reduction: Reduction, iou: Bool
  ) throws(DetectionError) -> ReducedBoxOverlapLoss<S> {
    try IoULoss<S>(mode: arguments.choice("mode"))
      .evaluate(boxes, targets: targets, gradient: gradient, reduction: reduction, iou: iou)
  }
}
