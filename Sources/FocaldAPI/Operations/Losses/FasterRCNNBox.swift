import DetectionCore

struct FasterRCNNBox: LossDefinition {
  let name = "faster-rcnn-box"
  let summary = "Huber's loss of the difference between two box encodings against an anchor."
  let formula = "(1/N_obj) Σ_i o*_i Σ_{y,x,h,w} H_δ(t*_a − t_a),  t_x = (x−x_a)/w_a, t_w = log(w/w_a)"
  let source = "Ren et al. 2015, «Faster R-CNN», eq. 1–2"
  let isLinear = true
  let inputs = [
    Input(
      "boxes", .of("N", "4"), presence: .oneOf(group: "prediction"), isDifferentiable: true,
      holds: "Predicted boxes, in format; sizes > 0 where there is an object."),
    Input(
      "deltas", .of("N", "4"), presence: .oneOf(group: "prediction"), isDifferentiable: true,
      holds: "Instead of boxes: their encodings dx, dy, dw, dh, weighted by box_weights."),
    BoxInputs.targets,
    BoxInputs.anchors,
    BoxInputs.objectness,
  ]
  let ownParameters = [
    Parameter("delta", .number(.positive), default: 1, "Huber's δ > 0."),
    BoxInputs.format(),
    BoxInputs.weights,
  ]
  let ownOutputs = [BoxInputs.objectCount]
  let example =
    #"{"boxes": [[10, 10, 50, 60]], "target_boxes": [[12, 14, 48, 66]], "anchors": [[8, 8, 56, 56]], "gradients": true}"#

  func loss<S: Scalar>(_ arguments: Arguments, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let loss = FasterRCNNBoxLoss<S>(delta: arguments.scalar("delta"), weights: BoxInputs.weights(arguments))
    let targets: Boxes<S> = try arguments.boxes("target_boxes")
    let anchors: Boxes<S> = try arguments.boxes("anchors")
    let objectness: Tensor<S>? = try arguments.optionalTensor("objectness")
    let byBoxes = arguments.has("boxes")
    let evaluated =
      byBoxes
      ? try loss.evaluate(
        boxes: arguments.boxes("boxes"), targets: targets, anchors: anchors, objectness: objectness, gradient: gradient)
      : try loss.evaluate(
        deltas: arguments.tensor("deltas"), targets: targets, anchors: anchors, objectness: objectness,
        gradient: gradient)
    return .ofObjects(evaluated, reduction, by: byBoxes ? "boxes" : "deltas")
  }
}

extension LossAnswer {
  /// A detector's loss: the answer says how many objects there were.
  static func ofObjects(_ loss: UnreducedLoss<S>, _ reduction: Reduction, by input: String) -> LossAnswer {
    var extras = Answer()
    extras.add("num_objects", Tensor(shape: .scalar, repeating: loss.meanDivisor))
    return LossAnswer(loss: loss.reduced(reduction), input: input, extras: extras)
  }
}
