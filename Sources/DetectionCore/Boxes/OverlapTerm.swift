/// What a term of the IoU family says about a box: its value, and its derivatives by the box's numbers in the overlap's
/// scaled lengths.
struct OverlapTerm<L: Lanes> {
  var value: L
  var x: AxisSlopes<L>
  var y: AxisSlopes<L>

  @inline(__always)
  init(value: L, x: AxisSlopes<L> = .zero, y: AxisSlopes<L> = .zero) {
    (self.value, self.x, self.y) = (value, x, y)
  }

  @inline(__always)
  static func + (a: OverlapTerm, b: OverlapTerm) -> OverlapTerm {
    OverlapTerm(value: a.value + b.value, x: a.x + b.x, y: a.y + b.y)
  }
}
