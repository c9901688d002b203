/// From which overlap on a box is suppressed.
public enum OverlapComparator: String, Sendable, CaseIterable {
  /// Strictly more than the threshold, as in torchvision.
  case greater = ">"
  /// The threshold or more.
  case greaterOrEqual = ">="
}
