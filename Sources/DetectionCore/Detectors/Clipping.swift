/// When boxes are clipped to their image.
public enum Clipping: String, Sendable, CaseIterable {
  /// Before they are compared with each other (torchvision, mmdetection).
  case beforeSuppression = "before-suppression"
  /// Only those that are answered (detectron2's dense detectors).
  case afterSuppression = "after-suppression"
  /// Never.
  case never = "none"
}
