/// A loss before its reduction: one value an element (or a box), and the gradient of their sum.
public struct UnreducedLoss<S: Scalar>: Sendable {
  /// One value an element, or a row.
  public let values: Tensor<S>
  /// ∂(Σ values)/∂input, of the input's shape; `nil` if it was not asked for.
  public let gradient: Tensor<S>?
  /// What `mean` divides by: the number of elements, their weights' sum, or the number of objects.
  public let meanDivisor: S

  init(values: Tensor<S>, gradient: Tensor<S>?, meanDivisor: S) {
    self.values = values
    self.gradient = gradient
    self.meanDivisor = meanDivisor
  }
}

/// How the elements of a loss become one number.
public enum Reduction: Sendable, Equatable {
  /// They do not: one value an element. The gradient is the sum's.
  case none
  /// Σ / divisor; 0 where there is nothing to divide by.
  case mean
  /// Σ, divided by a positive normalizer.
  case sum(normalizer: Double)
}

/// A loss as it is answered.
public struct ReducedLoss<S: Scalar>: Sendable {
  /// A scalar, or with `none` one value an element.
  public let loss: Tensor<S>
  /// ∂loss/∂input.
  public let gradient: Tensor<S>?
  /// What the mean divides by: the number of elements, the sum of their weights, or the number of objects.
  public let meanDivisor: S
}

extension UnreducedLoss {
  /// Applies a reduction to values and gradient: the only place where that is done.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func reduced(_ reduction: Reduction) -> ReducedLoss<S> {
    // In float64: a normalizer that float32 has no number for is a good divisor all the same.
    let divisor: Double
    switch reduction {
    case .none: return ReducedLoss(loss: values, gradient: gradient, meanDivisor: meanDivisor)
    case .mean: divisor = Double(meanDivisor)
    case .sum(let normalizer): divisor = normalizer
    }
    guard divisor != 0 else {
      return ReducedLoss(
        loss: Tensor(shape: .scalar, repeating: 0), gradient: gradient.map { Tensor(shape: $0.shape, repeating: 0) },
        meanDivisor: meanDivisor)
    }
    let sum = values.withElements { pairwiseSum($0) }
    return ReducedLoss(
      loss: Tensor(shape: .scalar, repeating: S(sum / divisor)),
      gradient: divisor == 1 ? gradient : gradient.map { $0.map { S(Double($0) / divisor) } },
      meanDivisor: meanDivisor)
  }
}
