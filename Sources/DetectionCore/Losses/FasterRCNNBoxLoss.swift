/// The box loss of Faster R-CNN: Huber's loss of the difference between two encodings against an anchor.
///
///     L = (1/N_obj) Σ_i o*_i Σ_{y,x,h,w} H_δ(t*_a − t_a)
///
/// Ren et al., «Faster R-CNN» (2015), eq. 1–2. Rows without an object cost nothing, and their boxes may have no
/// size.
public struct FasterRCNNBoxLoss<S: Scalar>: Sendable {
  /// Huber's δ > 0.
  public var delta: S
  /// The weights of dx, dy, dw, dh.
  public var weights: BoxDeltas<S>

  /// A loss; without arguments δ = 1 and weights 1.
  public init(delta: S = 1, weights: BoxDeltas<S> = .unit) {
    self.delta = delta
    self.weights = weights
  }

  /// The loss after its reduction. Predicted `boxes`, `targets` and `anchors` are (N, 4) of one format, `objectness` is (N)
  /// or all 1. The gradient is by the boxes as they were given.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    boxes: Boxes<S>, targets: Boxes<S>, anchors: Boxes<S>, objectness: Tensor<S>?,
    weights: LossWeights<S>? = nil, gradient: Bool, reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    let rows = try checkedRows(targets, anchors, objectness)
    try boxes.checkPaired(with: targets, as: .boxes)
    try boxes.checkPositiveSizes(.boxes) { rows[$0] != 0 }
    return try rows.evaluate(weights: weights, gradient: gradient, reduction) { row, slopes in
      let (value, slope) = boxTerm(boxes.box(row), targets.box(row), anchor: anchors.box(row))
      if let slopes { slope.write(to: slopes, boxes.format) }
      return value
    }
  }

  /// The loss after its reduction, of predicted `deltas` (N, 4): dx, dy, dw, dh. The gradient is by the deltas.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    deltas: Tensor<S>, targets: Boxes<S>, anchors: Boxes<S>, objectness: Tensor<S>?,
    weights: LossWeights<S>? = nil, gradient: Bool, reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    let rows = try checkedRows(targets, anchors, objectness)
    try deltas.check(.deltas, shape: targets.tensor.shape, toFit: .targetBoxes)
    let coder = BoxCoder(weights: self.weights)
    let huber = HuberLoss(delta: delta)
    return try rows.evaluate(weights: weights, gradient: gradient, reduction) { row, slopes in
      let wanted = coder.encode(targets.box(row), anchor: anchors.box(row))
      let x = huber.one(deltas[4 * row] - wanted.dx)
      let y = huber.one(deltas[4 * row + 1] - wanted.dy)
      let w = huber.one(deltas[4 * row + 2] - wanted.dw)
      let h = huber.one(deltas[4 * row + 3] - wanted.dh)
      if let slopes { BoxDeltas(dx: x.slope, dy: y.slope, dw: w.slope, dh: h.slope).write(to: slopes) }
      return x.value + y.value + w.value + h.value
    }
  }

  private func checkedRows(_ targets: Boxes<S>, _ anchors: Boxes<S>, _ objectness: Tensor<S>?)
    throws(DetectionError) -> ObjectRows<S>
  {
    let rows = try ObjectRows(objectness, count: targets.count, like: .targetBoxes)
    try anchors.checkPaired(with: targets, as: .anchors)
    try targets.checkPositiveSizes(.targetBoxes) { rows[$0] != 0 }
    try anchors.checkPositiveSizes(.anchors) { rows[$0] != 0 }
    return rows
  }

  /// The anchor's centre drops out of the difference: t_x − t*_x = w_x (x − x*)/w_a, t_w − t*_w = w_w log(w/w*).
  @inline(__always)
  private func boxTerm(_ box: Box<S>, _ target: Box<S>, anchor: Box<S>) -> (S, CenterSizeSlopes<S>) {
    let huber = HuberLoss(delta: delta)
    let (x, y) = (AxisShift(from: target.x, to: box.x), AxisShift(from: target.y, to: box.y))
    let (scaleX, scaleY) = (weights.dx / anchor.x.size, weights.dy / anchor.y.size)
    let termX = huber.one(scaleX * x.center)
    let termY = huber.one(scaleY * y.center)
    let termW = huber.one(weights.dw * x.logRatio)
    let termH = huber.one(weights.dh * y.logRatio)
    let slopes = CenterSizeSlopes(
      centerX: termX.slope * scaleX, centerY: termY.slope * scaleY,
      width: termW.slope * weights.dw / box.x.size, height: termH.slope * weights.dh / box.y.size)
    return (termX.value + termY.value + termW.value + termH.value, slopes)
  }
}
