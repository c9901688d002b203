import DetectionCore

struct FasterRCNNBox: LossDefinition {
  let about = About(
    "losses", "faster-rcnn-box",
    summary: "Huber's loss of the difference between two box encodings against an anchor.",
    formula: "(1/N_obj) Σ_i o*_i Σ_{y,x,h,w} H_δ(t*_a − t_a),  t_x = (x−x_a)/w_a, t_w = log(w/w_a)",
    source: "Ren et al. 2015, «Faster R-CNN», eq. 1–2",
    example:
      #"{"boxes": [[10, 10, 50, 60]], "target_boxes": [[12, 14, 48, 66]], "anchors": [[8, 8, 56, 56]], "gradients": true}"#
  )
  let boxes = TensorField.reals(
    "boxes", .of("N", "4"), differentiable: true,
    holds: "Predicted boxes, in format; sizes > 0 where there is an object."
  ).oneOf("prediction")
  let deltas = TensorField.reals(
    "deltas", .of("N", "4"), differentiable: true,
    holds: "Instead of boxes: their encodings dx, dy, dw, dh, weighted by box_weights."
  ).oneOf("prediction")
  let targets = BoxFields.targets
  let anchors = BoxFields.anchors
  let objectness = BoxFields.objectness
  let delta = Field.number("delta", .positive, default: 1, "Huber's δ > 0.")
  let format = BoxFields.format()
  let weights = BoxFields.weights()
  let objectCount = BoxFields.objectCount

  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let loss = FasterRCNNBoxLoss<S>(delta: S(request[delta]), weights: request[weights].converted())
    let format = request[format]
    let targets: Boxes<S> = try request.boxes(targets, format)
    let anchors: Boxes<S> = try request.boxes(anchors, format)
    let objectness: Tensor<S>? = try request.optionalTensor(objectness)
    guard request.has(boxes) else {
      let evaluated = try loss.evaluate(
        deltas: request.tensor(deltas), targets: targets, anchors: anchors, objectness: objectness,
        weights: LossFields.shared.weights(request), gradient: gradient, reduction: reduction)
      return .ofObjects(evaluated, by: deltas, objectCount)
    }
    let evaluated = try loss.evaluate(
      boxes: request.boxes(boxes, format), targets: targets, anchors: anchors, objectness: objectness,
      weights: LossFields.shared.weights(request), gradient: gradient, reduction: reduction)
    return .ofObjects(evaluated, by: boxes, objectCount)
  }
}

extension LossAnswer {
  /// A detector's loss: the answer says how many objects there were.
  static func ofObjects(
    _ loss: ReducedLoss<S>, by input: TensorField<Reals>, _ objectCount: Output<Reals>
  ) -> LossAnswer {
    var extras = Answer()
    extras.set(objectCount, loss.meanDivisor)
    return LossAnswer(loss: loss, input: input, extras: extras)
  }
}
