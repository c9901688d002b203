import DetectionCore
import Evaluation
import JSON

/// Two images with three objects, and four detections, as columns: the request of the evaluations' examples.
enum EvaluationExample {
  static let columns = request("")

  /// The same with parameters, as members of JSON.
  static func request(_ parameters: String) -> String {
    """
    {"target_boxes": [[10, 10, 50, 60], [60, 20, 90, 80], [5, 5, 45, 40]], "target_labels": [1, 2, 1], \
    "target_image_indices": [0, 0, 1], \
    "boxes": [[11, 12, 50, 60], [58, 20, 90, 82], [5, 5, 40, 40], [100, 5, 120, 25]], \
    "scores": [0.9, 0.8, 0.7, 0.3], "labels": [1, 2, 1, 1], "image_indices": [0, 0, 1, 1]\(parameters)}
    """
  }
}
