import DetectionCore
import Evaluation

/// A detection and the image that it is of.
struct ResultRow<S: Scalar> {
  let image: Int
  let detections: Detections<S>
  let position: Int
}

extension ResultRow {
  /// The detections of all images, one after the other.
  static func all(_ detections: [Detections<S>]) -> [ResultRow] {
    detections.enumerated().flatMap { image, found in
      (0..<found.labels.count).map { ResultRow(image: image, detections: found, position: $0) }
    }
  }
}
