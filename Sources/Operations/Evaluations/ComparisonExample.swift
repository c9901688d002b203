import DetectionCore
import Evaluation

/// The request of a comparison's example.
enum ComparisonExample {
  static let columns = """
    {"target_boxes": [[10, 10, 50, 60], [60, 20, 90, 80], [5, 5, 45, 40]], "target_labels": [1, 2, 1], \
    "target_image_indices": [0, 0, 1], \
    "boxes_a": [[11, 12, 50, 60], [58, 20, 90, 82]], "scores_a": [0.9, 0.8], "labels_a": [1, 2], \
    "image_indices_a": [0, 0], \
    "boxes_b": [[11, 12, 50, 60], [58, 20, 90, 82], [5, 5, 40, 40]], "scores_b": [0.9, 0.8, 0.7], \
    "labels_b": [1, 2, 1], "image_indices_b": [0, 0, 1], "samples": 100}
    """
}
