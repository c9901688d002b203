/// What a detector answers beside boxes, scores and labels.
struct DetectionContents: OptionSet, Sendable {
  let rawValue: Int

  /// Boxes that are too small go before suppression, always.
  static let minimumSize = DetectionContents(rawValue: 1)
  /// The numbers behind the classes, where their count is given.
  static let extras = DetectionContents(rawValue: 2)
  /// The numbers behind the class of rows that hold one, where they are asked for.
  static let extrasOfRows = DetectionContents(rawValue: 32)
  /// Keypoints.
  static let keypoints = DetectionContents(rawValue: 4)
  /// Masks.
  static let masks = DetectionContents(rawValue: 8)
  /// Rotated boxes.
  static let rotation = DetectionContents(rawValue: 16)
}
