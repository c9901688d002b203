import RealModule

/// The box error of a matched row of YOLOv3.
struct YOLOv3BoxTerm<S: Scalar> {
  let error: YOLOv3Loss<S>.BoxError
  /// Target centres are at least this part of a cell away from its edges.
  let margin: S

  /// The error of t_x, t_y, t_w, t_h, and its derivatives by them where `slopes` is not `nil`. The target is in pixels.
  @inline(__always)
  func evaluate(
    _ raw: UnsafePointer<S>, _ place: Grid.Place<S>, target: Box<S>, slopes: UnsafeMutablePointer<S>?
  ) -> S {
    error == .raw ? squares(raw, place, target, slopes) : overlap(raw, place, target, slopes)
  }

  private func squares(
    _ raw: UnsafePointer<S>, _ place: Grid.Place<S>, _ target: Box<S>, _ slopes: UnsafeMutablePointer<S>?
  ) -> S {
    let x = YOLOv3BoxLoss<S>.differences(
      raw[0], raw[2], fraction: fraction(target.x, place.column, place.strideX), size: target.x.size,
      anchor: place.width)
    let y = YOLOv3BoxLoss<S>.differences(
      raw[1], raw[3], fraction: fraction(target.y, place.row, place.strideY), size: target.y.size,
      anchor: place.height)
    if let slopes {
      (slopes[0], slopes[1], slopes[2], slopes[3]) = (2 * x.center, 2 * y.center, 2 * x.size, 2 * y.size)
    }
    return x.center * x.center + y.center * y.center + (x.size * x.size + y.size * y.size)
  }

  /// How far into its cell a centre lies, in cells, clamped to the margin; the cell's place costs no digit.
  @inline(__always)
  private func fraction(_ target: Interval<S>, _ cell: S, _ stride: S) -> S {
    min(max(target.center(from: cell * stride) / stride, margin), 1 - margin)
  }

  /// CIoU of the decoded box: x = (σ(t_x) + column) stride, w = w_a exp(t_w).
  private func overlap(
    _ raw: UnsafePointer<S>, _ place: Grid.Place<S>, _ target: Box<S>, _ slopes: UnsafeMutablePointer<S>?
  ) -> S {
    let box = place.decode(raw)
    let term = OverlapKind.ciou.loss(box, target.converted(to: .centerAndSize))
    guard let slopes else { return term.value }
    let (x, y) = (Logistic(logit: S.One(repeating: raw[0])), Logistic(logit: S.One(repeating: raw[1])))
    slopes[0] = term.x.first * ((x.probability * x.complement).first * place.strideX)
    slopes[1] = term.y.first * ((y.probability * y.complement).first * place.strideY)
    slopes[2] = raw[2] <= Grid.growthClamp() ? term.x.second * box.x.size : 0
    slopes[3] = raw[3] <= Grid.growthClamp() ? term.y.second * box.y.size : 0
    return term.value
  }
}

extension Grid {
  /// t_w and t_h are decoded up to here, so that no size and no area is infinite: a quarter of the largest exponent, a
  /// 10⁹-fold growth in float32.
  static func growthClamp<S: Scalar>() -> S { S.log(S.greatestFiniteMagnitude) / 4 }
}

extension Grid.Place {
  /// The box that a row's first four numbers say, by centre and size in pixels.
  @inline(__always)
  func decode(_ raw: UnsafePointer<S>) -> Box<S> {
    let clamp: S = Grid.growthClamp()
    return Box(
      x: Interval((sigmoid(raw[0]) + column) * strideX, S.exp(min(raw[2], clamp)) * width, .centerAndSize),
      y: Interval((sigmoid(raw[1]) + row) * strideY, S.exp(min(raw[3], clamp)) * height, .centerAndSize))
  }

  /// The anchor itself, around the middle of its cell.
  @inline(__always)
  var prior: Box<S> {
    Box(
      x: Interval((column + 0.5) * strideX, width, .centerAndSize),
      y: Interval((row + 0.5) * strideY, height, .centerAndSize))
  }
}
