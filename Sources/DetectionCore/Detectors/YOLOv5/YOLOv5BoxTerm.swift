/// The box error of a matched row of YOLOv5, whose box is
///
///     x = (2σ(t_x) − ½ + column) stride,   w = w_a (2σ(t_w))²
struct YOLOv5BoxTerm<S: Scalar> {
  /// The measure: 1 less it is the error.
  let overlap: OverlapKind

  /// The error, and the plain IoU. Derivatives by t_x, t_y, t_w, t_h, times `factor`, are added to `slopes`. The target is in pixels.
  func evaluate(
    _ raw: UnsafePointer<S>, _ place: Grid.Place<S>, target: Box<S>, factor: S, slopes: UnsafeMutablePointer<S>?
  ) -> (error: S, iou: S) {
    let x = Axis(raw[0], raw[2], stride: place.strideX, size: place.width)
    let y = Axis(raw[1], raw[3], stride: place.strideY, size: place.height)
    let box = Box(x: x.interval, y: y.interval)
    // From the cell's corner: its place costs no digit.
    let target = Box(
      x: Interval(target.x.center(from: place.column * place.strideX), target.x.size, .centerAndSize),
      y: Interval(target.y.center(from: place.row * place.strideY), target.y.size, .centerAndSize))
    let term = overlap.loss(box, target)
    if let slopes {
      slopes[0] += term.x.first * x.centerSlope * factor
      slopes[1] += term.y.first * y.centerSlope * factor
      slopes[2] += term.x.second * x.sizeSlope * factor
      slopes[3] += term.y.second * y.sizeSlope * factor
    }
    return (term.value, box.iou(target))
  }

  /// One axis of the box from its cell's corner, and its derivatives by the raw numbers.
  private struct Axis {
    let interval: Interval<S>
    let centerSlope: S
    let sizeSlope: S

    init(_ center: S, _ extent: S, stride: S, size: S) {
      let (c, e) = (Logistic(logit: S.One(repeating: center)), Logistic(logit: S.One(repeating: extent)))
      let root = 2 * e.probability.first
      interval = Interval((2 * c.probability.first - 0.5) * stride, root * root * size, .centerAndSize)
      centerSlope = 2 * (c.probability * c.complement).first * stride
      sizeSlope = 2 * interval.second * e.complement.first
    }
  }
}
