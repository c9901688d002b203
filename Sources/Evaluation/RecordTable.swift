/// Where records stand in a COCO file.
public enum RecordTable: String, Equatable, Sendable {
  /// `ground_truth/images`
  case images
  /// `ground_truth/categories`
  case categories
  /// `ground_truth/annotations`
  case annotations
  /// `detections`
  case detections
}
