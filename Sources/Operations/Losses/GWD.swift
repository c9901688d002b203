import DetectionCore

struct GWD: LossDefinition {
  let about = About(
    "losses", "gwd", summary: "The Gaussian Wasserstein distance of two rotated boxes.",
    formula: "1 − 1/(τ + f(W²)),  W² = |μ−μ*|² + Tr(Σ + Σ* − 2(Σ^½ Σ* Σ^½)^½),  Σ = R diag(w²/4, h²/4) Rᵀ",
    source: "Yang et al. 2021, «Rethinking Rotated Object Detection with Gaussian Wasserstein Distance Loss», eq. 2–5",
    example: RotatedFields.example)
  let fields = RotatedFields()
  let function = Field<GWDLoss<Double>.Function>.choice(
    "function", default: .log, "f: \"log\": ln(1 + W²); \"root\": W; \"square\": W².")
  let tau = Field.number("tau", .from(1), default: 1, "τ ≥ 1.")

  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let loss = GWDLoss<S>(function: request.word(function), tau: request[tau])
    return try fields.answer(request, loss, gradient: gradient, reduction)
  }
}
