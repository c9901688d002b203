import DetectionCore

struct KFIoU: LossDefinition {
  let about = About(
    "losses", "kfiou", summary: "The overlap of two rotated boxes as Gaussians by a Kalman filter, and their centres.",
    formula:
      "f(KFIoU) + w_c Σ_{x,y} smooth L1_β(x − x*),  KFIoU = V/(|B|+|B*|−V),  V = |B||B*|/√|Σ+Σ*|,  Σ = R diag(w², h²) Rᵀ",
    source: "Yang et al. 2022, «The KFIoU Loss for Rotated Object Detection», §4; mmrotate, kfiou_loss",
    example: RotatedFields.example)
  let fields = RotatedFields()
  let function = Field<KFIoULoss<Double>.Function>.choice(
    "function", default: .linear, "f: \"linear\": 1 − KFIoU; \"log\": −ln KFIoU; \"exp\": exp(1 − KFIoU) − 1.")
  let beta = Field.number("beta", .notNegative, default: 1.0 / 9, "β of the centres' smooth L1; 0 is L1.")
  let centerWeight = Field.number("center_weight", .notNegative, default: 1, "w_c: what the centres count; 0: nothing.")

  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let loss = KFIoULoss<S>(
      function: request.word(function), beta: request[beta], centerWeight: request[centerWeight])
    return try fields.answer(request, loss, gradient: gradient, reduction)
  }
}
