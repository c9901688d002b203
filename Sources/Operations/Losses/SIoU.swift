import DetectionCore

struct SIoU: BoxOverlapDefinition {
  let about = About(
    "losses", "siou", summary: "IoU loss with penalties for distance, by its direction, and for shape.",
    formula: "1 − IoU + (Δ + Ω)/2,  Δ = Σ (1 − e^(−γρ_t)),  γ = 2 − Λ,  Λ = sin 2α,  Ω = Σ (1 − e^(−ω_t))^θ",
    source: "Gevorgyan 2022, «SIoU Loss», §2",
    example: OverlapFields.example)
  let kind = OverlapKind.siou
  let theta = Field.number("theta", .from(1), default: 4, "θ ≥ 1: how much the shape counts; the paper has 2 to 6.")
  let fields = OverlapFields(.siou)
  var dialects: Dialects? { fields.dialects(kind) }

  func overlapLoss<S: Scalar>(_ request: Request) -> OverlapLoss<S> {
    OverlapLoss(kind, theta: S(request[theta]))
  }
}
