import RealModule

/// 1 − IoU of rotated boxes, or −log IoU, through the polygon that both cover.
///
/// The polygon's area grows by the boundary that moves outwards: the derivative by a number of the box is the integral of how fast
/// its sides move, over what of them lies in the target. No corner of the polygon is differentiated, and there is no case for
/// which corners there are. Zhou et al., «IoU Loss for 2D/3D Object Detection» (2019), §3.2, which takes the derivative through
/// the corners; detectron2's and mmcv's rotated IoU have none.
///
/// A side that lies on one of the target's counts as inside: the one-sided slope of the box that shrinks. Of two boxes without area
/// the IoU is 1 if they are the same, else 0. −log IoU is held at the smallest normal number, with slope 0 there.
public struct RotatedIoULoss<S: Scalar>: RotatedLoss {
  /// How the IoU becomes a loss.
  public var mode: IoUMode

  /// A loss.
  public init(mode: IoUMode = .linear) { self.mode = mode }

  /// The loss of a row.
  public func term(_ box: UnsafePointer<S>, _ target: UnsafePointer<S>, slopes: UnsafeMutablePointer<S>?) -> S {
    let pair = RotatedPair(RotatedBox(box), RotatedBox(target), scaling: true)
    let overlap = RotatedOverlap(pair)
    let term =
      switch mode {
      case .linear: overlap.distance
      case .log: overlap.logarithm
      }
    return term.inImage(pair).write(to: slopes)
  }
}
