import DetectionCore

struct SIoU: BoxOverlapDefinition {
  let name = "siou"
  let summary = "IoU loss with penalties for distance, by its direction, and for shape."
  let formula =
    "1 − IoU + (Δ + Ω)/2,  Δ = Σ (1 − e^(−γρ_t)),  γ = 2 − Λ,  Λ = sin 2α,  Ω = Σ (1 − e^(−ω_t))^θ"
  let source = "Gevorgyan 2022, «SIoU Loss», §2"
  let ownParameters = [
    Parameter("theta", .number(.from(1)), default: 4, "θ ≥ 1: how much the shape counts; the paper has 2 to 6."),
    BoxInputs.format(), BoxInputs.details,
  ]

  func overlapLoss<S: Scalar>(
    _ arguments: Arguments, _ boxes: Boxes<S>, _ targets: Boxes<S>, gradient: Bool, reduction: Reduction, iou: Bool
  ) throws(DetectionError) -> ReducedBoxOverlapLoss<S> {
    try SIoULoss<S>(theta: arguments.scalar("theta")).evaluate(
      boxes, targets: targets, gradient: gradient, reduction: reduction, iou: iou)
  }
}
