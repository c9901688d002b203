/// What one pass over memory divides a loss's sum and its gradient by.
struct ReductionQuotient<S: Scalar> {
  /// What gradients are divided by as they are written.
  let divisor: S
  private let wanted: Double

  /// Of a loss of so many values.
  init(_ reduction: Reduction, count: Int) {
    wanted =
      switch reduction {
      case .none: 1
      case .mean: Double(S(max(count, 1)))
      case .sum(let normalizer): normalizer
      }
    // A normalizer that the precision has no number for divides in float64, afterwards.
    divisor = S(wanted).isNormal ? S(wanted) : 1
  }

  /// The loss: of the values, if they are there, else of their sum.
  func loss(_ sum: Double, values: UninitializedTensor<S>?, slopes: UninitializedTensor<S>?) -> ReducedLoss<S> {
    let loss = values?.tensor ?? Tensor(shape: .scalar, repeating: S(sum / wanted))
    let gradient = S(wanted).isNormal ? slopes?.tensor : slopes?.tensor.map { S(Double($0) / wanted) }
    return ReducedLoss(loss: loss, gradient: gradient, meanDivisor: S(wanted))
  }
}
