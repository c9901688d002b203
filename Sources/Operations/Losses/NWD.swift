import DetectionCore

struct NWD: LossDefinition {
  let about = About(
    "losses", "nwd", summary: "The normalised Gaussian Wasserstein distance of two boxes, for small objects.",
    formula: "1 − exp(−W/C),  W² = (x−x*)² + (y−y*)² + ((w−w*)² + (h−h*)²)/4, of centres and sizes",
    source: "Wang et al. 2021, «A Normalized Gaussian Wasserstein Distance for Tiny Object Detection», eq. 7–10",
    example: OverlapFields.example)
  let boxes = BoxFields.predicted
  let targets = BoxFields.targets
  let constant = Field.number(
    "constant", .positive, default: 12.8,
    "C, in the unit of the boxes: about the size of the objects; AI-TOD's is 12.8.")
  let format = BoxFields.format()

  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let format = request[format]
    let loss = try NWDLoss<S>(constant: S(request[constant])).evaluate(
      request.boxes(boxes, format), targets: request.boxes(targets, format),
      weights: LossFields.shared.weights(request), gradient: gradient, reduction: reduction)
    return LossAnswer(loss: loss, input: boxes)
  }
}
