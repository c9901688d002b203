import DetectionCore

struct YOLOv3Box: LossDefinition {
  let about = About(
    "losses", "yolov3-box",
    summary: "Squared errors of the raw outputs, the target taken back through the decoding.",
    formula: "(1/N_obj) Σ_i o*_i Σ_{x,y,w,h} (t*_a − t_a)²,  t*_x = σ⁻¹(x*−c_x), t*_w = log(w*/w_a)",
    source: "Redmon and Farhadi 2018, «YOLOv3», §2.1",
    example:
      #"{"raw": [[0.2, -0.1, 0.3, 0.1]], "target_boxes": [[3.4, 5.6, 30, 60]], "anchors": [[25, 50]], "cells": [[3, 5]], "gradients": true}"#
  )
  let raw = TensorField.reals(
    "raw", .of("N", "4"), differentiable: true, holds: "t_x, t_y, t_w, t_h; rows of all scales together.")
  let targets = TensorField.reals(
    "target_boxes", .of("N", "4"),
    holds: "Ground truth cx, cy, w, h: centres in grid cells, inside the row's cell; sizes in the anchors' unit, > 0.")
  let anchors = TensorField.reals("anchors", .of("N", "2"), holds: "Width and height of each row's anchor, > 0.")
  let cells = TensorField.reals("cells", .of("N", "2"), holds: "c_x, c_y: the column and row of each row's cell.")
  let objectness = BoxFields.objectness
  let objectCount = BoxFields.objectCount

  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    let loss = try YOLOv3BoxLoss<S>().evaluate(
      raw: request.tensor(raw), targets: request.tensor(targets), anchors: request.tensor(anchors),
      cells: request.tensor(cells), objectness: request.optionalTensor(objectness),
      weights: LossFields.shared.weights(request), gradient: gradient, reduction: reduction)
    return .ofObjects(loss, by: raw, objectCount)
  }
}
