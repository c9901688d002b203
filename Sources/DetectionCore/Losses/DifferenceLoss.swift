/// A loss of d = prediction − target alone: L1, L2, Huber, smooth L1.
public protocol DifferenceLoss<S>: Sendable {
  /// The arithmetic.
  associatedtype S: Scalar

  /// The loss of a difference, and its derivative by it.
  func term(_ d: S) -> ValueAndSlope<S>
}

extension DifferenceLoss {
  /// One value an element; both tensors have the same shape.
  @specialized(where Self == L1Loss<Float>)
  @specialized(where Self == L1Loss<Double>)
  @specialized(where Self == L2Loss<Float>)
  @specialized(where Self == L2Loss<Double>)
  @specialized(where Self == HuberLoss<Float>)
  @specialized(where Self == HuberLoss<Double>)
  @specialized(where Self == SmoothL1Loss<Float>)
  @specialized(where Self == SmoothL1Loss<Double>)
  public func evaluate(_ predictions: Tensor<S>, targets: Tensor<S>, gradient: Bool) throws(DetectionError)
    -> UnreducedLoss<S>
  {
    try pointwise(predictions, targets, gradient: gradient) { term($0 - $1) }
  }

  /// The loss after its reduction, in one pass over memory.
  @specialized(where Self == L1Loss<Float>)
  @specialized(where Self == L1Loss<Double>)
  @specialized(where Self == L2Loss<Float>)
  @specialized(where Self == L2Loss<Double>)
  @specialized(where Self == HuberLoss<Float>)
  @specialized(where Self == HuberLoss<Double>)
  @specialized(where Self == SmoothL1Loss<Float>)
  @specialized(where Self == SmoothL1Loss<Double>)
  public func evaluate(_ predictions: Tensor<S>, targets: Tensor<S>, gradient: Bool, reduction: Reduction)
    throws(DetectionError) -> ReducedLoss<S>
  {
    try FusedPass.evaluate(predictions, targets, gradient: gradient, reduction, inputName: "predictions") {
      $0.evaluate { term($0 - $1) }
    }
  }
}
