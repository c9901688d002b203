import DetectionCore

struct YOLOv3Box: LossDefinition {
  let name = "yolov3-box"
  let summary = "Squared errors of the raw outputs, the target taken back through the decoding."
  let formula = "(1/N_obj) Σ_i o*_i Σ_{x,y,w,h} (t*_a − t_a)²,  t*_x = σ⁻¹(x*−c_x), t*_w = log(w*/w_a)"
  let source = "Redmon and Farhadi 2018, «YOLOv3», §2.1"
  let isLinear = true
  let inputs = [
    Input("raw", .of("N", "4"), isDifferentiable: true, holds: "t_x, t_y, t_w, t_h; rows of all scales together."),
    Input(
      "target_boxes", .of("N", "4"),
      holds: "Ground truth cx, cy, w, h: centres in grid cells, inside the row's cell; sizes in the anchors' unit, > 0."
    ),
    Input("anchors", .of("N", "2"), holds: "Width and height of each row's anchor, > 0."),
    Input("cells", .of("N", "2"), holds: "c_x, c_y: the column and row of each row's cell."),
    BoxInputs.objectness,
  ]
  let ownOutputs = [BoxInputs.objectCount]
  let example =
    #"{"raw": [[0.2, -0.1, 0.3, 0.1]], "target_boxes": [[3.4, 5.6, 30, 60]], "anchors": [[25, 50]], "cells": [[3, 5]], "gradients": true}"#

  func loss<S: Scalar>(_ arguments: Arguments, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    .ofObjects(
      try YOLOv3BoxLoss<S>().evaluate(
        raw: arguments.tensor("raw"), targets: arguments.tensor("target_boxes"), anchors: arguments.tensor("anchors"),
        cells: arguments.tensor("cells"), objectness: arguments.optionalTensor("objectness"), gradient: gradient),
      reduction, by: "raw")
  }
}
