/// A loss of one number and its target, element by element.
public protocol ElementLoss<S>: Sendable {
  /// The precision.
  associatedtype S: Scalar

  /// What the first input is.
  var inputRole: InputRole { get }

  /// The loss of numbers with their targets, and its derivative by the first.
  func term<L: Lanes>(_ x: L, target: L) -> ValueAndSlope<L> where L.Element == S

  /// Throws at the first element that is out of range.
  func check(_ inputs: Tensor<S>, _ targets: Tensor<S>) throws(DetectionError)

  /// The sum over a stretch of elements; NaN if one is out of range.
  func sum(_ stretch: ElementStretch<S>) -> Double
}

extension ElementLoss {
  /// Nothing is out of range.
  public func check(_ inputs: Tensor<S>, _ targets: Tensor<S>) throws(DetectionError) {}

  /// The loss of two tensors of the same shape, after its reduction, in one pass over memory.
  @inline(__always)
  func evaluated(
    _ inputs: Tensor<S>, _ targets: Tensor<S>, weights: LossWeights<S>? = nil, gradient: Bool, _ reduction: Reduction,
    meanDivisor: S? = nil
  ) throws(DetectionError) -> ReducedLoss<S> {
    guard inputs.shape == targets.shape else {
      throw .shape(.targets, .like(inputRole, inputs.shape), found: targets.shape)
    }
    var pass = LossPass<S>(
      shape: inputs.shape, gradientShape: gradient ? inputs.shape : nil, reduction: reduction,
      meanDivisor: meanDivisor ?? S(inputs.count), blocks: Blocks(size: 8192, parallelFrom: 65536))
    if let weights { pass.weights = try weights.fitted(to: inputs.shape, of: inputRole) }
    return try inputs.withElements { (inputElements) throws(DetectionError) in
      try targets.withElements { (targetElements) throws(DetectionError) in
        let whole = ElementStretch(
          count: inputs.count, inputs: inputElements.baseAddress.unsafelyUnwrapped,
          targets: targetElements.baseAddress.unsafelyUnwrapped, values: nil, slopes: nil, divisor: 1)
        return try pass.evaluate(check: { () throws(DetectionError) in try check(inputs, targets) }) {
          sum(whole.part($0, $1))
        }
      }
    }
  }
}
