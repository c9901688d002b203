extension BoxOverlap {
  /// The loss of the IoU family that a kind stands for: 1 − the measure.
  @inline(__always)
  func lossTerm(_ kind: OverlapKind) -> OverlapTerm<S> {
    switch kind {
    case .iou: iouTerm
    case .giou: iouTerm + uncoveredTerm
    case .diou: iouTerm + centerDistanceTerm
    case .ciou: iouTerm + centerDistanceTerm + aspectTerm
    }
  }
}
