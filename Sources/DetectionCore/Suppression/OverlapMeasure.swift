/// What suppression compares boxes by.
enum OverlapMeasure: Sendable {
  case iou
  case ios
  /// IoU − ρ²/c².
  case diou
}
