/// d², d = prediction − target; without a factor ½.
public struct L2Loss<S: Scalar>: Sendable {
  /// The loss has no parameters.
  public init() {}

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

  /// The loss of a difference, and its derivative.
  @inline(__always)
  private func term(_ d: S) -> ValueAndSlope<S> {
    return ValueAndSlope(value: d * d, slope: 2 * d)
  }
}
