import RealModule

/// The box regression of R-CNN: a box as offsets from an anchor.
///
///     dx = w_x (x − x_a)/w_a    dy = w_y (y − y_a)/h_a    dw = w_w log(w/w_a)    dh = w_h log(h/h_a)
///
/// Girshick et al., «Rich feature hierarchies» (2014), appendix C; the weights and the clamp as in detectron2 and
/// torchvision. Deltas stand in the order dx, dy, dw, dh, whatever the boxes' format.
public struct BoxCoder<S: Scalar>: Sendable {
  /// log(1000/16): dw and dh are clamped to it before exp, so that a box grows at most 62.5-fold.
  public static var defaultScaleClamp: S { S.log(1000 / 16) }

  /// w_x, w_y, w_w, w_h; positive.
  public var weights: BoxDeltas<S>
  /// The largest dw, dh that is decoded.
  public var scaleClamp: S
  /// Whether the smallest is its negative (mmdetection), or any (torchvision, detectron2).
  public var clampsBelow: Bool

  /// A coder; without arguments with weights 1 and the default clamp.
  public init(
    weights: BoxDeltas<S> = .unit, scaleClamp: S = BoxCoder.defaultScaleClamp, clampsBelow: Bool = false
  ) {
    self.weights = weights
    self.scaleClamp = scaleClamp
    self.clampsBelow = clampsBelow
  }

  /// Offsets (N, 4) of boxes from their anchors; the sizes of both are positive.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func encode(_ boxes: Boxes<S>, anchors: Boxes<S>) throws(DetectionError) -> Tensor<S> {
    try anchors.checkPaired(with: boxes, as: .anchors)
    try boxes.checkPositiveSizes(.boxes)
    try anchors.checkPositiveSizes(.anchors)
    let format = boxes.format
    return Tensor(shape: boxes.tensor.shape) { output in
      boxes.withRows { rows in
        anchors.withRows { anchorRows in
          guard let base = output.baseAddress else { return }
          for row in 0..<boxes.count {
            encode(Box(rows + 4 * row, format), anchor: Box(anchorRows + 4 * row, format)).write(to: base + 4 * row)
          }
        }
      }
    }
  }

  /// Boxes in the anchors' format, of offsets (N, 4) from them.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func decode(_ deltas: Tensor<S>, anchors: Boxes<S>) throws(DetectionError) -> Boxes<S> {
    try deltas.check(.deltas, shape: anchors.tensor.shape, toFit: .anchors)
    let format = anchors.format
    let decoded = Tensor<S>(shape: deltas.shape) { output in
      deltas.withElements { deltas in
        anchors.withRows { anchorRows in
          guard let input = deltas.baseAddress, let base = output.baseAddress else { return }
          for row in 0..<anchors.count {
            decode(BoxDeltas(input + 4 * row), anchor: Box(anchorRows + 4 * row, format))
              .write(to: base + 4 * row, format)
          }
        }
      }
    }
    return Boxes(unchecked: decoded, format: format)
  }

  @inline(__always)
  func encode(_ box: Box<S>, anchor: Box<S>) -> BoxDeltas<S> {
    let x = AxisShift(from: anchor.x, to: box.x)
    let y = AxisShift(from: anchor.y, to: box.y)
    return BoxDeltas(
      dx: weights.dx * (x.center / anchor.x.size), dy: weights.dy * (y.center / anchor.y.size),
      dw: weights.dw * x.logRatio, dh: weights.dh * y.logRatio)
  }

  @inline(__always)
  func decode(_ deltas: BoxDeltas<S>, anchor: Box<S>) -> Box<S> {
    let width = S.exp(clamped(deltas.dw / weights.dw)) * anchor.x.size
    let height = S.exp(clamped(deltas.dh / weights.dh)) * anchor.y.size
    let x = deltas.dx / weights.dx * anchor.x.size + anchor.x.center
    let y = deltas.dy / weights.dy * anchor.y.size + anchor.y.center
    return Box(
      x: Interval(center: x, size: width, as: anchor.x.encoding),
      y: Interval(center: y, size: height, as: anchor.y.encoding))
  }

  @inline(__always)
  private func clamped(_ growth: S) -> S {
    let bounded = min(growth, scaleClamp)
    return clampsBelow ? max(bounded, -scaleClamp) : bounded
  }
}

extension Boxes {
  /// Every box, or every one that `counts`, has a positive width and height.
  func checkPositiveSizes(_ role: InputRole, where counts: (Int) -> Bool = { _ in true }) throws(DetectionError) {
    let failing = withRows { rows in
      (0..<count).first { row in
        let box = Box(rows + 4 * row, format)
        return !(box.x.size > 0 && box.y.size > 0) && counts(row)
      }
    }
    guard let failing else { return }
    let size = withRows { rows in
      let box = Box(rows + 4 * failing, format)
      return Double(min(box.x.size, box.y.size))
    }
    throw .number(role, .positiveBox, position: 4 * failing, value: size)
  }
}
