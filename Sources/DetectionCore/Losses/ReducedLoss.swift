/// A loss as it is answered.
public struct ReducedLoss<S: Scalar>: Sendable {
  /// A scalar, or with `none` one value an element.
  public let loss: Tensor<S>
  /// ∂loss/∂input.
  public let gradient: Tensor<S>?
  /// What the mean divides by: the number of elements, the sum of their weights, or the number of objects.
  public let meanDivisor: S

  /// A loss that has been reduced.
  public init(loss: Tensor<S>, gradient: Tensor<S>?, meanDivisor: S) {
    (self.loss, self.gradient, self.meanDivisor) = (loss, gradient, meanDivisor)
  }
}
