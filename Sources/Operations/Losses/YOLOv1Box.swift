import DetectionCore

struct YOLOv1Box: LossDefinition {
  let about = About(
    "losses", "yolov1-box",
    summary: "Squared errors of the centre and of the roots of the size.",
    formula: "(1/N_obj) Σ_i o*_i [(y*−y)² + (x*−x)² + (√h*−√h)² + (√w*−√w)²]",
    source: "Redmon et al. 2016, «You Only Look Once», eq. 3, without λ",
    example:
      #"{"boxes": [[0.5, 0.5, 0.2, 0.3]], "target_boxes": [[0.55, 0.48, 0.25, 0.3]], "objectness": [1], "gradients": true}"#
  )
  let boxes = BoxFields.predicted
  let targets = BoxFields.targets
  let objectness = BoxFields.objectness
  let format = BoxFields.format(default: .cxcywh)
  let objectCount = BoxFields.objectCount

  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let format = request[format]
    let loss = try YOLOv1BoxLoss<S>().evaluate(
      request.boxes(boxes, format), targets: request.boxes(targets, format),
      objectness: request.optionalTensor(objectness), weights: LossFields.shared.weights(request), gradient: gradient,
      reduction: reduction)
    return .ofObjects(loss, by: boxes, objectCount)
  }
}
