/// Huber's loss: ½d² if |d| < δ, else δ(|d| − ½δ), with d = prediction − target.
///
/// Huber, «Robust Estimation of a Location Parameter» (1964). The two pieces and their slopes meet at |d| = δ.
public struct HuberLoss<S: Scalar>: Sendable {
  /// δ > 0.
  public var delta: S

  /// A loss that is quadratic up to δ.
  public init(delta: S = 1) { self.delta = delta }

  /// One value an element; both tensors have the same shape.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(_ predictions: Tensor<S>, targets: Tensor<S>, gradient: Bool) throws(DetectionError)
    -> UnreducedLoss<S>
  {
    try pointwise(predictions, targets, gradient: gradient) { term($0 - $1) }
  }

  /// The loss after its reduction, in one pass over memory.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(_ predictions: Tensor<S>, targets: Tensor<S>, gradient: Bool, reduction: Reduction)
    throws(DetectionError) -> ReducedLoss<S>
  {
    try FusedPass.evaluate(predictions, targets, gradient: gradient, reduction, inputName: "predictions") {
      $0.evaluate { term($0 - $1) }
    }
  }

  /// H_δ(d) and H′_δ(d).
  @inline(__always)
  func term(_ d: S) -> ValueAndSlope<S> {
    if abs(d) < delta { return ValueAndSlope(value: d * d / 2, slope: d) }
    return ValueAndSlope(value: delta * (abs(d) - delta / 2), slope: d < 0 ? -delta : delta)
  }
}
