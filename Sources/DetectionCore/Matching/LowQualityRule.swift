/// Which anchors a box rescues that are below the thresholds, and what they are matched to, in what libraries differ.
public struct LowQualityRule: Sendable, Equatable {
  /// Whether a box that no anchor overlaps rescues none. Else all anchors have its highest IoU, 0, and are rescued: as
  /// torchvision, detectron2 and mmdetection do.
  public var needsOverlap: Bool
  /// Whether an anchor is matched to its own best box, as torchvision and detectron2 do; else to the box that rescues it, of
  /// several to the last, as mmdetection does.
  public var matchesBest: Bool

  /// A rule.
  public init(needsOverlap: Bool = true, matchesBest: Bool = true) {
    self.needsOverlap = needsOverlap
    self.matchesBest = matchesBest
  }
}
