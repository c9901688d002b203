/// One pass over memory that evaluates a loss, reduces it and scales its gradient: the only place where that is done.
///
/// The work is cut into blocks of fixed size, whose sums are added in their order: no bit depends on the number of threads.
struct LossPass<S: Scalar>: Sendable {
  /// The shape of what `none` answers; each of its elements is evaluated by itself.
  let shape: Shape
  /// The shape of the gradient; `nil` if none is wanted.
  let gradientShape: Shape?
  let reduction: Reduction
  /// What the mean divides by.
  let meanDivisor: S
  let blocks: Blocks
  /// Derivatives of an element, and how far apart they are.
  var width = 1
  var stride = 1
  /// What each element counts; `nil`: all the same.
  var weights: FittedWeights<S>?

  /// Where a block's work goes.
  ///
  /// `@unchecked Sendable`: blocks do not overlap, and the memory outlives the work.
  struct Output: @unchecked Sendable {
    /// One value an element, if they are wanted.
    let values: UnsafeMutablePointer<S>?
    /// The gradient, if it is wanted.
    let slopes: UnsafeMutablePointer<S>?
    /// What derivatives are divided by.
    let divisor: S
  }

  /// `work` evaluates a range of elements and returns the sum of their values; NaN if it found one that is out of range:
  /// `check` then says which.
  func evaluate(
    check: () throws(DetectionError) -> Void = {}, _ work: @Sendable (Range<Int>, Output) -> Double
  ) throws(DetectionError) -> ReducedLoss<S> {
    if let weights { return try weighted(by: weights, check: check, work) }
    let divisor = reduction.divisor(ofMean: meanDivisor)
    // A normalizer that the precision has no number for divides in float64, afterwards.
    let isNormal = S(divisor).isNormal
    let values = reduction == .none ? UninitializedTensor<S>(shape) : nil
    let slopes = gradientShape.map { UninitializedTensor<S>($0) }
    let output = Output(values: values?.start, slopes: slopes?.start, divisor: isNormal ? S(divisor) : 1)
    let sum = try blocks.sum(shape.count) { work($0, output) }
    if sum.isNaN { try check() }
    // There is nothing to divide by: no elements, no objects, weights of 0.
    guard divisor != 0 else { return zero }
    let gradient = isNormal ? slopes?.tensor : slopes?.tensor.map { S(Double($0) / divisor) }
    if let values { return ReducedLoss(loss: values.tensor, gradient: gradient, meanDivisor: meanDivisor) }
    let quotient = sum.isFinite ? sum / divisor : try scaledSum(output, work) / divisor * 0x1p64
    return ReducedLoss(
      loss: Tensor(shape: .scalar, repeating: S(quotient)), gradient: gradient, meanDivisor: meanDivisor)
  }

  /// 2⁻⁶⁴ of the sum, for sums beyond the largest number, of which the mean may be none the less.
  private func scaledSum(_ output: Output, _ work: @Sendable (Range<Int>, Output) -> Double) throws(DetectionError)
    -> Double
  {
    let values = UninitializedTensor<S>(shape)
    let output = Output(values: values.start, slopes: output.slopes, divisor: output.divisor)
    _ = try blocks.sum(shape.count) { work($0, output) }
    return values.tensor.map { Double($0) * 0x1p-64 }.withElements { pairwiseSum($0) }
  }

  private var zero: ReducedLoss<S> {
    ReducedLoss(
      loss: Tensor(shape: .scalar, repeating: 0), gradient: gradientShape.map { Tensor(shape: $0, repeating: 0) },
      meanDivisor: meanDivisor)
  }
}
