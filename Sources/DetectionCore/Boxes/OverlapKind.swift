/// A loss of the IoU family: 1 − IoU and its penalties. This is the one place that says which has which; losses, detectors'
/// losses, pairwise measures and suppression ask here.
public enum OverlapKind: String, Sendable, CaseIterable {
  /// 1 − IoU.
  case iou
  /// With |C ∖ (B ∪ B*)| / |C|: Rezatofighi et al., «Generalized Intersection over Union» (2019), algorithm 1.
  case giou
  /// With ρ²/c²: Zheng et al., «Distance-IoU Loss» (2020), eq. 7.
  case diou
  /// DIoU with αv: Zheng et al. (2020), eq. 8–11. α is held constant in the gradient, as in the authors' and every other
  /// implementation.
  case ciou
  /// DIoU with the differences of the sides: Zhang et al., «Focal and Efficient IoU Loss» (2021), eq. 6. The enclosing box
  /// is part of the derivative. (mmdetection's EIoU is another loss, of Peng and Yu 2021.)
  case eiou
  /// With the centres' distance, felt less the more it lies along the diagonal, and the shape: Gevorgyan, «SIoU Loss»
  /// (2022), §2. Λ = 1 − 2 sin²(arcsin(|Δc_y|/σ) − π/4) of the paper is sin 2α, whichever of the two angles is taken; of
  /// equal centres it is 0. Everything is part of the derivative; where a centre's difference or a side's is 0, its absolute
  /// value has slope 0.
  case siou

  /// The four that are measures of two boxes as well.
  public static let measures: [OverlapKind] = [.iou, .giou, .diou, .ciou]

  /// 1 − IoU, in the form it is given in, and each of the penalties, in the form that `each` gives it. θ is SIoU's.
  @inline(__always)
  func sum<L: Lanes>(
    _ iou: OverlapTerm<L>, _ overlap: BoxOverlap<L>, theta: L.Element = 4,
    _ each: (OverlapTerm<L>) -> OverlapTerm<L> = { $0 }
  ) -> OverlapTerm<L> {
    switch self {
    case .iou: iou
    case .giou: iou + each(overlap.uncoveredTerm)
    case .diou: iou + each(overlap.centerDistanceTerm)
    case .ciou: iou + each(overlap.centerDistanceTerm) + each(overlap.aspectTerm)
    case .eiou: iou + each(overlap.centerDistanceTerm) + each(overlap.sidesTerm)
    case .siou: iou + each(overlap.angledDistanceTerm) + each(overlap.shapeTerm(theta))
    }
  }

  /// The loss, and its derivatives.
  @inline(__always)
  func term<L: Lanes>(_ overlap: BoxOverlap<L>) -> OverlapTerm<L> { sum(overlap.iouTerm, overlap) }

  /// The measure, IoU less the penalties: 1 − the loss.
  @inline(__always)
  func measure<L: Lanes>(_ overlap: BoxOverlap<L>) -> L { measure(overlap, iou: overlap.iou) }

  /// The measure, with an IoU that has been computed by other means.
  @inline(__always)
  func measure<L: Lanes>(_ overlap: BoxOverlap<L>, iou: L) -> L { -sum(OverlapTerm(value: -iou), overlap).value }
}
