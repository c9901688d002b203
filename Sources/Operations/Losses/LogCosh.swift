import DetectionCore
import RealModule

struct LogCosh: RegressionLoss {
  let about = About(
    "losses", "log-cosh", summary: "Quadratic near 0, linear far away, smooth everywhere.",
    formula: "log cosh d,  d = prediction − target",
    source: "Chen et al. 2018, «Log Hyperbolic Cosine Loss Improves Variational Auto-Encoder», eq. 4",
    example: #"{"predictions": [0.5, 3.0], "targets": [0.0, 0.0], "gradients": true}"#)
  let fields = RegressionFields()

  func evaluate<S: Scalar>(
    _ request: Request, _ predictions: Tensor<S>, _ targets: Tensor<S>, _ weights: LossWeights<S>?, gradient: Bool,
    _ reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    try LogCoshLoss<S>().evaluate(
      predictions, targets: targets, weights: weights, gradient: gradient, reduction: reduction)
  }
}

/// log cosh(a d)/a with d = prediction − target: ½ a d² near 0, |d| − log(2)/a far away, smooth everywhere.
struct LogCoshLoss<S: Scalar>: DifferenceLoss {
  /// a > 0; the loss is that of a = 1.
  var sharpness: S = 1

  /// The loss of differences, and its derivative tanh(a d).
  @inline(__always)
  func term<L: Lanes>(_ d: L) -> ValueAndSlope<L> where L.Element == S {
    ValueAndSlope(
      value: d.mapped { Self.logCosh($0 * sharpness) / sharpness }, slope: d.mapped { S.tanh($0 * sharpness) })
  }

  /// Near 0 by cosh x = 1 + 2 sinh²(x/2), elsewhere by cosh x = ½ exp|x| (1 + exp(−2|x|)): both keep all digits.
  private static func logCosh(_ x: S) -> S {
    guard x.magnitude >= 1 else {
      let half = S.sinh(x / 2)
      return S.log(onePlus: 2 * half * half)
    }
    return x.magnitude + (S.log(onePlus: S.exp(-2 * x.magnitude)) - S.log(2))
  }

  @specialized(where S == Float)
  @specialized(where S == Double)
  func sum(_ stretch: ElementStretch<S>) -> Double { stretch.sum(self) }

  /// Of f d with a/f it is f times as great.
  static var degree: Int { 1 }
  /// With a/f.
  func scaled(by factor: S) -> LogCoshLoss { LogCoshLoss(sharpness: sharpness / factor) }
}
