/// The loss of one box, and its derivatives by two numbers of each axis.
struct BoxLoss<S: Scalar> {
  let value: S
  let x: (first: S, second: S)
  let y: (first: S, second: S)
}

extension OverlapKind {
  /// The loss of one box; its derivatives are by the numbers of `slopes`, without which by those the box is given in.
  @inline(__always)
  func loss<S: Scalar>(_ box: Box<S>, _ target: Box<S>, slopesBy slopes: BoxFormat.AxisEncoding? = nil) -> BoxLoss<S> {
    let overlap = BoxOverlap(box, target, slopesBy: slopes)
    let term = term(overlap)
    let (x, y) = (term.x * overlap.scale, term.y * overlap.scale)
    return BoxLoss(
      value: term.value.first, x: (x.first.first, x.second.first), y: (y.first.first, y.second.first))
  }

  /// The measure of two boxes.
  @inline(__always)
  func measure<S: Scalar>(_ box: Box<S>, _ other: Box<S>) -> S { measure(BoxOverlap(box, other)).first }
}
