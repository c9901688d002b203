import DetectionCore
import Testing

/// The losses of the IoU family, for tests of what they share.
enum OverlapCase: String, Sendable, CaseIterable {
  case iou
  case logIoU
  case giou
  case diou
  case ciou
  case eiou
  case siou

  /// A loss by box, its gradient, and each box's IoU.
  struct Answer<S: Scalar> {
    let loss: ReducedLoss<S>
    let iou: Tensor<S>
  }

  func loss<S: Scalar>(_ scalar: S.Type = S.self) -> OverlapLoss<S> {
    switch self {
    case .iou: OverlapLoss(.iou)
    case .logIoU: OverlapLoss(.iou, mode: .log)
    case .giou: OverlapLoss(.giou)
    case .diou: OverlapLoss(.diou)
    case .ciou: OverlapLoss(.ciou)
    case .eiou: OverlapLoss(.eiou)
    case .siou: OverlapLoss(.siou)
    }
  }

  func evaluate<S: Scalar>(
    _ boxes: Boxes<S>, _ targets: Boxes<S>, gradient: Bool = true, _ reduction: Reduction = .none
  ) throws -> Answer<S> {
    try loss().unreduced(boxes, targets, gradient: gradient, reduction)
  }

  /// Of rows given as corners, in a format.
  func evaluate(_ boxes: [[Double]], _ targets: [[Double]], _ format: BoxFormat = .xyxy) throws -> Answer<Double> {
    try evaluate(
      try Boxes(rows: boxes).converted(to: format), try Boxes(rows: targets).converted(to: format))
  }

  /// The value of one pair.
  func value(_ box: [Double], _ target: [Double], _ format: BoxFormat = .xyxy) throws -> Double {
    try evaluate([box], [target], format).loss.values[0]
  }
}

extension OverlapLoss {
  func unreduced(
    _ boxes: Boxes<S>, _ targets: Boxes<S>, gradient: Bool = true, _ reduction: Reduction = .none
  ) throws -> OverlapCase.Answer<S> {
    let evaluated = try evaluate(boxes, targets: targets, gradient: gradient, reduction: reduction, iou: true)
    return OverlapCase.Answer(loss: evaluated.loss, iou: try #require(evaluated.iou))
  }
}
