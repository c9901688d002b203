import DetectionCore

struct ProbIoU: LossDefinition {
  let about = About(
    "losses", "probiou",
    summary: "How far two rotated boxes are apart as Gaussians: Hellinger or Bhattacharyya distance.",
    formula:
      "B = ¼ dᵀ(Σ+Σ*)⁻¹d + ½ ln(|Σ+Σ*|/(4√(|Σ||Σ*|))),  Σ = R diag(w²/12, h²/12) Rᵀ;  hellinger: √(1 − e^−B)",
    source: "Llerena et al. 2021, «Gaussian Bounding Boxes and Probabilistic Intersection-over-Union», eq. 6–10",
    example: RotatedFields.example)
  let fields = RotatedFields()
  let mode = Field<ProbIoULoss<Double>.Mode>.choice(
    "mode", default: .hellinger, "\"hellinger\": √(1 − e^−B) = 1 − ProbIoU, in [0, 1]. \"bhattacharyya\": B itself.")

  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    try fields.answer(request, ProbIoULoss<S>(mode: request.word(mode)), gradient: gradient, reduction)
  }
}
