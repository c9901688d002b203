/// Between which cells a pixel of a mask is interpolated.
public enum MaskSampling: String, CaseIterable, Sendable {
  /// The prototypes' own.
  case direct
  /// Those of prototypes that are enlarged first, by the least of 1, 2 and 4 with which the picture begins and ends between two
  /// cells (`process_mask_native` of ultralytics 8.4, whose prototypes have a cell for 4 × 4 pixels).
  case enlarged

  /// How many times as many cells that takes.
  public func enlargement<S: Scalar>(_ axes: MaskAxis<S>...) -> Int {
    guard self == .enlarged else { return 1 }
    return [1, 2].first { factor in axes.allSatisfy { $0.isWhole(enlarged: factor) } } ?? 4
  }
}
