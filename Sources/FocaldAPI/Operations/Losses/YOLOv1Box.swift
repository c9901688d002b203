import DetectionCore

struct YOLOv1Box: LossDefinition {
  let name = "yolov1-box"
  let summary = "Squared errors of the centre and of the roots of the size."
  let formula = "(1/N_obj) Σ_i o*_i [(y*−y)² + (x*−x)² + (√h*−√h)² + (√w*−√w)²]"
  let source = "Redmon et al. 2016, «You Only Look Once», eq. 3, without λ"
  let isLinear = true
  let inputs = [BoxInputs.predicted, BoxInputs.targets, BoxInputs.objectness]
  let ownParameters = [BoxInputs.format(default: .cxcywh)]
  let ownOutputs = [BoxInputs.objectCount]
  let example =
    #"{"boxes": [[0.5, 0.5, 0.2, 0.3]], "target_boxes": [[0.55, 0.48, 0.25, 0.3]], "objectness": [1], "gradients": true}"#

  func loss<S: Scalar>(_ arguments: Arguments, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    .ofObjects(
      try YOLOv1BoxLoss<S>().evaluate(
        arguments.boxes("boxes"), targets: arguments.boxes("target_boxes"),
        objectness: arguments.optionalTensor("objectness"), gradient: gradient),
      reduction, by: "boxes")
  }
}
