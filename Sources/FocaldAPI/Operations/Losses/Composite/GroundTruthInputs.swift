import DetectionCore

/// The ground truth of a batch, flat: what every composite loss is told beside the network's outputs.
enum GroundTruthInputs {
  static let all = all(labels: .required)

  static func all(labels: Input.Presence) -> [Input] {
    [
      Input(
        "target_boxes", .of("M", "4"),
        holds: "The objects of all images, x1, y1, x2, y2; width and height > 0."),
      Input(
        "target_labels", .of("M"), element: .integer, presence: labels, holds: "The class index of each object."),
      Input(
        "target_image_indices", .of("M"), element: .integer, presence: .optional(otherwise: "all 0"),
        holds: "The image of the batch that each object is in, from 0."),
    ]
  }

  /// The ground truth of a request for a batch of that many images.
  static func read<S: Scalar>(
    _ arguments: Arguments, imageCount: Int, classes: Range<Int>, format: BoxFormat = .xyxy
  ) throws -> GroundTruth<S> {
    try GroundTruth(
      boxes: arguments.boxes("target_boxes", format: format), labels: arguments.indices("target_labels"),
      imageIndices: arguments.optionalIndices("target_image_indices"), imageCount: imageCount, classes: classes)
  }
}
