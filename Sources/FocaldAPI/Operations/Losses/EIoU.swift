import DetectionCore

struct EIoU: BoxOverlapDefinition {
  let name = "eiou"
  let summary = "DIoU loss with penalties for the differences of width and height."
  let formula = "1 − IoU + ρ²/c² + (w−w*)²/c_w² + (h−h*)²/c_h²"
  let source = "Zhang et al. 2021, «Focal and Efficient IoU Loss», eq. 6"

  func overlapLoss<S: Scalar>(
    _ arguments: Arguments, _ boxes: Boxes<S>, _ targets: Boxes<S>, gradient: Bool, reduction: Reduction, iou: Bool
  ) throws(DetectionError) -> ReducedBoxOverlapLoss<S> {
    try EIoULoss<S>().evaluate(
      boxes, targets: targets, gradient: gradient, reduction: reduction, iou: iou)
  }
}
