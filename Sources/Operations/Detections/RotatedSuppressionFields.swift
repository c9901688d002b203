import DetectionCore

/// Which rotated boxes stay.
struct RotatedSuppressionFields: FieldGroup {
  typealias Metric = RotatedSuppression<Double>.Metric
  typealias Method = RotatedSuppression<Double>.Method

  let iouThreshold = Field.perClass(
    "iou_threshold", .unit, default: 0.7, "The overlap above which a lesser box goes. One number, or one per class.")
  let classAgnostic = Field.flag("class_agnostic", "Boxes of different classes suppress each other as well.")
  let metric = Field<Metric>.choice(
    "metric", default: .probabilistic, "\"probiou\": of the boxes as Gaussians; \"iou\": of the rectangles.")
  let method = Field<Method>.choice(
    "method", default: .fast, "\"fast\": every better box suppresses; \"greedy\": the better ones that stay.")
  let comparator = Field<OverlapComparator>.choice(
    "comparator", default: .greater, "Whether a box goes above the threshold only, or at it as well.")

  func read<S: Scalar>(_ request: Request) -> RotatedSuppression<S> {
    RotatedSuppression(
      metric: request.word(metric), method: request.word(method),
      iouThreshold: (request[iouThreshold] ?? .one(0.7)).converted(), comparator: request[comparator],
      classAgnostic: request[classAgnostic])
  }
}
