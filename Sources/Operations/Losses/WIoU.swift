import DetectionCore

struct WIoU: LossDefinition {
  let about = About(
    "losses", "wiou",
    summary: "IoU loss times an attention by the distance of the centres, focused on boxes of middling quality.",
    formula:
      "v1: exp(ρ²/c²)(1 − IoU);  v2: (l/m)^γ v1;  v3: β/(δ α^(β−δ)) v1,  β = l/m;  l = 1 − IoU, c², l, m constant in the gradient",
    source: "Tong et al. 2023, «Wise-IoU: Bounding Box Regression Loss with Dynamic Focusing Mechanism», eq. 11–14",
    example: OverlapFields.example)
  let boxes = BoxFields.predicted
  let targets = BoxFields.targets
  let format = BoxFields.format()
  let details = OverlapFields.details
  let iou = OverlapFields.iou
  let version: Field<WIoULoss<Double>.Version>
  let alpha: Field<Double>
  let delta: Field<Double>
  let gamma: Field<Double>
  let givenMean: Field<Double?>
  let mean = Output.reals(
    "mean_iou_loss", "()", "The mean of the boxes' 1 − IoU: what a running mean of the next mean_iou_loss is made of.")

  init() {
    let version = Field<WIoULoss<Double>.Version>.choice("version", default: .v3, "What focuses on which boxes.")
    self.version = version
    alpha = .number("alpha", .positive, default: 1.9, "v3: α.").only(.when(version, is: .v3))
    delta = .number("delta", .positive, default: 3, "v3: δ.").only(.when(version, is: .v3))
    gamma = .number("gamma", .notNegative, default: 0.5, "v2: γ ≥ 0.").only(.when(version, is: .v2))
    givenMean = .optionalNumber(
      "mean_iou_loss", .positive,
      "m: the running mean of 1 − IoU, which the service does not keep. null: the boxes' own."
    ).only(.when(version, is: .v2, .v3))
  }

  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let format = request[self.format]
    let loss = WIoULoss<S>(
      request.word(version), alpha: request[alpha], delta: request[delta], gamma: request[gamma],
      meanDistance: request[givenMean])
    let evaluated = try loss.evaluate(
      request.boxes(boxes, format), targets: request.boxes(targets, format),
      weights: LossFields.shared.weights(request), gradient: gradient, reduction: reduction,
      iou: request[details])
    var extras = Answer()
    extras.set(mean, S(evaluated.meanDistance))
    extras.set(iou, evaluated.iou)
    return LossAnswer(loss: evaluated.loss, input: boxes, extras: extras)
  }
}
