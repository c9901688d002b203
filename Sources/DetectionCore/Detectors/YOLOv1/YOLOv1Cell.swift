import RealModule

/// The numbers of one cell of a YOLOv1 head, and where the derivatives by them go: x, y, w, h and confidence of each
/// predictor, then the classes.
struct YOLOv1Cell<S: Scalar> {
  let numbers: UnsafePointer<S>
  let slopes: UnsafeMutablePointer<S>?
  let encoding: YOLOv1Loss<S>.SizeEncoding
  /// Cells across and down: x and y are in cells, w and h in images.
  let columns: S
  let rows: S

  static var perPredictor: Int { 5 }
  static var confidence: Int { 4 }

  /// A predictor's box by centre and size, relative to the image, from the cell's corner on, so that the cell's place
  /// costs no digit; negative sizes are 0.
  func box(_ predictor: Int) -> Box<S> {
    let raw = numbers + predictor * Self.perPredictor
    return Box(
      x: Interval(raw[0] / columns, size(raw[2]), .centerAndSize),
      y: Interval(raw[1] / rows, size(raw[3]), .centerAndSize))
  }

  /// An object's box likewise.
  func box(of object: YOLOv1Image<S>.Object) -> Box<S> {
    Box(
      x: Interval(object.center.x / columns, object.width, .centerAndSize),
      y: Interval(object.center.y / rows, object.height, .centerAndSize))
  }

  private func size(_ number: S) -> S { encoding == .root ? number * number : max(number, 0) }

  /// The squared errors of a predictor's x, y, √w and √h, and their derivatives times `factor`.
  func boxTerm(_ predictor: Int, target: YOLOv1Image<S>.Object, factor: S) -> S {
    let raw = numbers + predictor * Self.perPredictor
    let (dx, dy) = (raw[0] - target.center.x, raw[1] - target.center.y)
    let (w, h) = (rootTerm(raw[2], S.sqrt(target.width)), rootTerm(raw[3], S.sqrt(target.height)))
    if let slopes {
      let slopes = slopes + predictor * Self.perPredictor
      (slopes[0], slopes[1]) = (2 * dx * factor, 2 * dy * factor)
      (slopes[2], slopes[3]) = (w.slope * factor, h.slope * factor)
    }
    return dx * dx + dy * dy + w.value + h.value
  }

  /// (r − r*)². Of a size s the root r is √s, and −√−s where s is negative, so that the loss falls towards larger s there;
  /// the slope at 0 is that of the smallest normal number.
  private func rootTerm(_ number: S, _ target: S) -> ValueAndSlope<S> {
    guard encoding == .size else {
      let difference = number - target
      return ValueAndSlope(value: difference * difference, slope: 2 * difference)
    }
    let root = S.sqrt(abs(number))
    let difference = (number < 0 ? -root : root) - target
    return ValueAndSlope(
      value: difference * difference, slope: difference / max(root, S.sqrt(S.leastNormalMagnitude)))
  }

  /// (c − c*)² of a predictor's confidence, and its derivative times `factor`.
  func confidenceTerm(_ predictor: Int, target: S, factor: S) -> S {
    square(predictor * Self.perPredictor + Self.confidence, target: target, factor: factor)
  }

  /// The squared error of one number, and its derivative times `factor`.
  func square(_ index: Int, target: S, factor: S) -> S {
    let difference = numbers[index] - target
    slopes?[index] = 2 * difference * factor
    return difference * difference
  }
}
