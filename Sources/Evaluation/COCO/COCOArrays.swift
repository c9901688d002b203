public import DetectionCore

/// COCO's arrays: T thresholds, R recall points, K classes, A area ranges, M budgets in ascending order. Equal to the bit to
/// pycocotools'. −1 everywhere for a class without objects that count.
public struct COCOArrays: Sendable, Equatable {
  /// (T, R, K, A, M): precision at each recall point, made monotone from the right.
  public let precision: Tensor<Double>
  /// (T, R, K, A, M): the score at which each recall point is reached, 0 if it is not.
  public let scores: Tensor<Double>
  /// (T, K, A, M): the recall of all detections together.
  public let recall: Tensor<Double>
}
