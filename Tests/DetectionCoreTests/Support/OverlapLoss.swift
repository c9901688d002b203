import DetectionCore

/// The losses of the IoU family, for tests of what they share.
enum OverlapLoss: String, Sendable, CaseIterable {
  case iou
  case logIoU
  case giou
  case diou
  case ciou
  case eiou
  case siou

  func evaluate<S: Scalar>(_ boxes: Boxes<S>, _ targets: Boxes<S>, gradient: Bool = true) throws -> BoxOverlapLoss<S> {
    switch self {
    case .iou: try IoULoss().evaluate(boxes, targets: targets, gradient: gradient)
    case .logIoU: try IoULoss(mode: .log).evaluate(boxes, targets: targets, gradient: gradient)
    case .giou: try GIoULoss().evaluate(boxes, targets: targets, gradient: gradient)
    case .diou: try DIoULoss().evaluate(boxes, targets: targets, gradient: gradient)
    case .ciou: try CIoULoss().evaluate(boxes, targets: targets, gradient: gradient)
    case .eiou: try EIoULoss().evaluate(boxes, targets: targets, gradient: gradient)
    case .siou: try SIoULoss().evaluate(boxes, targets: targets, gradient: gradient)
    }
  }

  /// After its reduction, in one pass.
  func fused<S: Scalar>(
    _ boxes: Boxes<S>, _ targets: Boxes<S>, gradient: Bool = true, _ reduction: Reduction, iou: Bool = true
  ) throws -> ReducedBoxOverlapLoss<S> {
    switch self {
    case .iou:
      try IoULoss().evaluate(boxes, targets: targets, gradient: gradient, reduction: reduction, iou: iou)
    case .logIoU:
      try IoULoss(mode: .log).evaluate(boxes, targets: targets, gradient: gradient, reduction: reduction, iou: iou)
    case .giou:
      try GIoULoss().evaluate(boxes, targets: targets, gradient: gradient, reduction: reduction, iou: iou)
    case .diou:
      try DIoULoss().evaluate(boxes, targets: targets, gradient: gradient, reduction: reduction, iou: iou)
    case .ciou:
      try CIoULoss().evaluate(boxes, targets: targets, gradient: gradient, reduction: reduction, iou: iou)
    case .eiou:
      try EIoULoss().evaluate(boxes, targets: targets, gradient: gradient, reduction: reduction, iou: iou)
    case .siou:
      try SIoULoss().evaluate(boxes, targets: targets, gradient: gradient, reduction: reduction, iou: iou)
    }
  }

  /// Of rows given as corners, in a format.
  func evaluate(_ boxes: [[Double]], _ targets: [[Double]], _ format: BoxFormat = .xyxy) throws
    -> BoxOverlapLoss<Double>
  {
    try evaluate(
      try Boxes(rows: boxes).converted(to: format), try Boxes(rows: targets).converted(to: format))
  }

  /// The value of one pair.
  func value(_ box: [Double], _ target: [Double], _ format: BoxFormat = .xyxy) throws -> Double {
    try evaluate([box], [target], format).loss.values[0]
  }
}
