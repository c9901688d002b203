import RealModule

/// The box loss of YOLO's third version: squared errors of the raw outputs, the target taken back through the decoding.
///
///     x = σ(t_x) + c_x,  w = w_a exp(t_w)    ⟹    t*_x = σ⁻¹(x* − c_x),  t*_w = log(w*/w_a)
///     L = (1/N_obj) Σ_i o*_i Σ_{x,y,w,h} (t*_a − t_a)²
///
/// Redmon and Farhadi, «YOLOv3» (2018), §2.1. A centre on its cell's edge counts as the smallest normal number
/// away from it.
public struct YOLOv3BoxLoss<S: Scalar>: Sendable {
  /// The loss has no parameters.
  public init() {}

  /// The loss after its reduction. `raw` (N, 4): t_x, t_y, t_w, t_h. `targets` (N, 4) cxcywh: centres in grid cells, sizes in the
  /// anchors' unit. `anchors` (N, 2): width, height. `cells` (N, 2): c_x, c_y. `objectness` (N) or all 1.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    raw: Tensor<S>, targets: Tensor<S>, anchors: Tensor<S>, cells: Tensor<S>, objectness: Tensor<S>?,
    weights: LossWeights<S>? = nil, gradient: Bool, reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    try raw.check(.raw, columns: 4)
    let count = raw.shape[0]
    try targets.check(.targetBoxes, shape: raw.shape, toFit: .raw)
    let pairs = Shape([count, 2]) ?? .scalar
    try anchors.check(.anchors, shape: pairs, toFit: .raw)
    try cells.check(.cells, shape: pairs, toFit: .raw)
    let rows = try ObjectRows(objectness, count: count, like: .raw)
    try Self.checkRows(rows, targets, anchors, cells)
    return try rows.evaluate(weights: weights, like: .raw, gradient: gradient, reduction) { row, slopes in
      var value: S = 0
      for axis in 0..<2 {
        let (dc, ds) = Self.differences(
          raw[4 * row + axis], raw[4 * row + 2 + axis], fraction: targets[4 * row + axis] - cells[2 * row + axis],
          size: targets[4 * row + 2 + axis], anchor: anchors[2 * row + axis])
        value += dc * dc + ds * ds
        slopes?[axis] = 2 * dc
        slopes?[axis + 2] = 2 * ds
      }
      return value
    }
  }

  /// Along one axis, what was predicted less what the target is in raw space: of the centre, which lies at `fraction` of
  /// its cell, and of the size.
  @inline(__always)
  static func differences(_ rawCenter: S, _ rawSize: S, fraction: S, size: S, anchor: S) -> (center: S, size: S) {
    (rawCenter - logit(fraction), rawSize - logRatio(size, anchor))
  }

  /// log(a/b), accurate where a ≈ b.
  private static func logRatio(_ a: S, _ b: S) -> S {
    let relative = (a - b) / b
    return abs(relative) < 0.5 ? S.log(onePlus: relative) : S.log(a / b)
  }

  /// Where there is an object: its centre lies in its cell, its size and its anchor's are positive.
  private static func checkRows(
    _ rows: ObjectRows<S>, _ targets: Tensor<S>, _ anchors: Tensor<S>, _ cells: Tensor<S>
  ) throws(DetectionError) {
    for axis in 0..<2 {
      if let row = rows.firstFailing({ (0...1).contains(targets[4 * $0 + axis] - cells[2 * $0 + axis]) }) {
        let corner = Double(cells[2 * row + axis])
        throw .number(
          .targetBoxes, .centerInCell(from: corner), position: 4 * row + axis, value: Double(targets[4 * row + axis]))
      }
      if let row = rows.firstFailing({ targets[4 * $0 + 2 + axis] > 0 }) {
        throw .number(
          .targetBoxes, .positiveSize, position: 4 * row + 2 + axis, value: Double(targets[4 * row + 2 + axis]))
      }
      if let row = rows.firstFailing({ anchors[2 * $0 + axis] > 0 }) {
        throw .number(
          .anchors, .positiveSize, position: 2 * row + axis, value: Double(anchors[2 * row + axis]))
      }
    }
  }
}
