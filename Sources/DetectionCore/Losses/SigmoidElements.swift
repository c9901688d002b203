/// Evaluates a loss of a sigmoid element by element; what the losses of one logit and one target share.
enum SigmoidElements<S: Scalar> {
  typealias Term = (_ input: S, _ target: S) -> ValueAndSlope<S>

  /// One value an element, after the ranges have been checked.
  @inline(__always)
  static func evaluate(
    _ inputs: Tensor<S>, _ targets: Tensor<S>, _ input: ClassificationInput, gradient: Bool, _ term: Term
  ) throws(DetectionError) -> UnreducedLoss<S> {
    try BinaryTerm<S>.checkRanges(inputs, targets, input)
    return try pointwise(inputs, targets, gradient: gradient, inputName: input.rawValue, term)
  }

  /// The loss after its reduction, in one pass over memory.
  @inline(__always)
  static func evaluate(
    _ inputs: Tensor<S>, _ targets: Tensor<S>, _ input: ClassificationInput, gradient: Bool, _ reduction: Reduction,
    _ term: @Sendable (_ input: S, _ target: S) -> ValueAndSlope<S>
  ) throws(DetectionError) -> ReducedLoss<S> {
    let check = { () throws(DetectionError) in try BinaryTerm<S>.checkRanges(inputs, targets, input) }
    return try FusedPass.evaluate(
      inputs, targets, gradient: gradient, reduction, inputName: input.rawValue, check: check
    ) { stretch in
      BinaryTerm.areInRange(stretch, input) ? stretch.evaluate(term) : .nan
    }
  }
}
