/// How the elements of a loss become one number.
public enum Reduction: Sendable, Equatable {
  /// They do not: one value an element. The gradient is the sum's.
  case none
  /// Σ / divisor; 0 where there is nothing to divide by.
  case mean
  /// Σ, divided by a positive normalizer.
  case sum(normalizer: Double)
}

extension Reduction {
  /// What it divides by.
  func divisor<S: Scalar>(ofMean meanDivisor: S) -> Double {
    switch self {
    case .none: 1
    case .mean: Double(meanDivisor)
    case .sum(let normalizer): normalizer
    }
  }
}
