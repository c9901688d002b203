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
    try pointwise(predictions, targets, gradient: gradient) { prediction, target in
      let d = prediction - target
      return ValueAndSlope(value: d * d, slope: 2 * d)
    }
  }
}
