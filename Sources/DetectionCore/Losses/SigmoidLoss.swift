/// A loss of one logit, or probability, and one target in [0, 1]: binary cross entropy, quality focal, varifocal.
public protocol SigmoidLoss<S>: Sendable {
  /// The arithmetic.
  associatedtype S: Scalar

  /// What the first input holds.
  var input: ClassificationInput { get }

  /// The loss of a logit or probability with its target, and its derivative by the first.
  func term(_ x: S, target: S) -> ValueAndSlope<S>
}

extension SigmoidLoss {
  /// One value an element. Both tensors have the same shape; targets lie in [0, 1], and so do probabilities.
  @specialized(where Self == BinaryCrossEntropyLoss<Float>)
  @specialized(where Self == BinaryCrossEntropyLoss<Double>)
  @specialized(where Self == QualityFocalLoss<Float>)
  @specialized(where Self == QualityFocalLoss<Double>)
  @specialized(where Self == VarifocalLoss<Float>)
  @specialized(where Self == VarifocalLoss<Double>)
  public func evaluate(_ inputs: Tensor<S>, targets: Tensor<S>, gradient: Bool) throws(DetectionError)
    -> UnreducedLoss<S>
  {
    try BinaryTerm<S>.checkRanges(inputs, targets, input)
    return try pointwise(inputs, targets, gradient: gradient, inputName: input.rawValue) { term($0, target: $1) }
  }

  /// The loss after its reduction, in one pass over memory.
  @specialized(where Self == BinaryCrossEntropyLoss<Float>)
  @specialized(where Self == BinaryCrossEntropyLoss<Double>)
  @specialized(where Self == QualityFocalLoss<Float>)
  @specialized(where Self == QualityFocalLoss<Double>)
  @specialized(where Self == VarifocalLoss<Float>)
  @specialized(where Self == VarifocalLoss<Double>)
  public func evaluate(_ inputs: Tensor<S>, targets: Tensor<S>, gradient: Bool, reduction: Reduction)
    throws(DetectionError) -> ReducedLoss<S>
  {
    let check = { () throws(DetectionError) in try BinaryTerm<S>.checkRanges(inputs, targets, input) }
    return try FusedPass.evaluate(
      inputs, targets, gradient: gradient, reduction, inputName: input.rawValue, check: check
    ) { stretch in
      BinaryTerm.areInRange(stretch, input) ? stretch.evaluate { term($0, target: $1) } : .nan
    }
  }
}
