/// How the IoU becomes a loss.
public enum IoUMode: String, Sendable, CaseIterable {
  /// 1 − IoU.
  case linear
  /// −log IoU. Of boxes that do not overlap the IoU counts as the smallest normal number, with slope 0.
  case log
}
