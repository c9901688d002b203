/// A loss of d = prediction − target alone: L1, L2, Huber, smooth L1.
///
/// Those of this module are compiled for both precisions as a whole (``evaluate(_:targets:gradient:reduction:)``). One of another
/// module has its own ``ElementLoss/sum(_:)`` compiled for both, which is all but a fixed cost of a call.
public protocol DifferenceLoss<S>: ElementLoss {
  /// The loss of differences, and its derivative by them.
  func term<L: Lanes>(_ d: L) -> ValueAndSlope<L> where L.Element == S

  /// n of f^n L(d) = L′(f d), with L′ the same loss ``scaled(by:)`` f.
  static var degree: Int { get }

  /// The loss of differences that are f times as great.
  func scaled(by factor: S) -> Self
}

extension DifferenceLoss {
  /// What the first input is.
  public var inputRole: InputRole { .predictions }

  /// The loss of a prediction and its target.
  @inlinable @inline(__always)
  public func term<L: Lanes>(_ x: L, target: L) -> ValueAndSlope<L> where L.Element == S { term(x - target) }

  /// The loss of one difference.
  @inline(__always)
  func one(_ d: S) -> ValueAndSlope<S> {
    let term = term(S.One(repeating: d))
    return ValueAndSlope(value: term.value.first, slope: term.slope.first)
  }

  /// The sum over a stretch.
  @inline(__always)
  public func sum(_ stretch: ElementStretch<S>) -> Double { stretch.sum(self) }

  /// The loss of two tensors of the same shape, after its reduction, in one pass over memory.
  @specialized(where Self == L1Loss<Float>)
  @specialized(where Self == L1Loss<Double>)
  @specialized(where Self == L2Loss<Float>)
  @specialized(where Self == L2Loss<Double>)
  @specialized(where Self == HuberLoss<Float>)
  @specialized(where Self == HuberLoss<Double>)
  @specialized(where Self == SmoothL1Loss<Float>)
  @specialized(where Self == SmoothL1Loss<Double>)
  public func evaluate(
    _ predictions: Tensor<S>, targets: Tensor<S>, weights: LossWeights<S>? = nil, gradient: Bool, reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    let loss = try evaluated(predictions, targets, weights: weights, gradient: gradient, reduction)
    guard reduction != .none, !loss.loss[0].isFinite else { return loss }
    let scaled = try evaluatedScaled(predictions, targets, weights, gradient: gradient, reduction)
    guard let slopes = loss.gradient, let scaledSlopes = scaled.gradient else { return scaled }
    // A derivative that is within range without scaling has all its digits.
    let gradient = Tensor<S>(shape: slopes.shape) { output in
      for position in 0..<slopes.count {
        let slope = slopes[position]
        output.initializeElement(at: position, to: slope.isFinite ? slope : scaledSlopes[position])
      }
    }
    return ReducedLoss(loss: scaled.loss, gradient: gradient, meanDivisor: scaled.meanDivisor)
  }

  /// The same of numbers 2^k times as small, for differences, or losses of them, that are beyond the largest number; their
  /// mean may be none the less.
  @inline(never)
  private func evaluatedScaled(
    _ predictions: Tensor<S>, _ targets: Tensor<S>, _ weights: LossWeights<S>?, gradient: Bool, _ reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    let factor = S(sign: .plus, exponent: -(S.greatestFiniteMagnitude.exponent + 1) / 2, significand: 1)
    let loss = try scaled(by: factor).evaluated(
      predictions.map { $0 * factor }, targets.map { $0 * factor }, weights: weights, gradient: gradient, reduction)
    func unscaled(_ number: S, _ degree: Int) -> S { (0..<degree).reduce(number) { number, _ in number / factor } }
    return ReducedLoss(
      loss: loss.loss.map { unscaled($0, Self.degree) },
      gradient: loss.gradient.map { $0.map { unscaled($0, Self.degree - 1) } }, meanDivisor: loss.meanDivisor)
  }
}
