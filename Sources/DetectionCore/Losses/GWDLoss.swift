import RealModule

/// The Gaussian Wasserstein distance of two rotated boxes.
///
///     W² = |μ − μ*|² + Tr(Σ + Σ* − 2 (Σ^½ Σ* Σ^½)^½),    Σ = R diag(w²/4, h²/4) Rᵀ
///     L = 1 − 1/(τ + f(W²)),    f(W²) = ln(1 + W²), W or W²
///
/// Yang et al., «Rethinking Rotated Object Detection with Gaussian Wasserstein Distance Loss» (2021), eq. 2–5. Where box and
/// target are the same, W has no derivative: it is taken as 0. mmrotate takes f of W instead of W², over a scale of the sizes.
public struct GWDLoss<S: Scalar>: RotatedLoss {
  /// f.
  public enum Function: String, Sendable, CaseIterable {
    /// ln(1 + W²).
    case log
    /// W.
    case root
    /// W².
    case square
  }

  /// f.
  public var function: Function
  /// τ ≥ 1.
  public var tau: Double

  /// A loss; the defaults are the paper's best.
  public init(function: Function = .log, tau: Double = 1) {
    self.function = function
    self.tau = tau
  }

  /// The loss of a row.
  public func term(_ box: UnsafePointer<S>, _ target: UnsafePointer<S>, slopes: UnsafeMutablePointer<S>?) -> S {
    let pair = RotatedPair(RotatedBox(box), RotatedBox(target), scaling: false)
    let squared = Self.squaredDistance(pair)
    let distance =
      switch function {
      case .square: squared
      case .log: squared.chained(.log(onePlus: squared.value), 1 / (1 + squared.value))
      case .root:
        squared.chained(
          squared.value.squareRoot(), squared.value > 0 ? 1 / (2 * squared.value.squareRoot()) : 0)
      }
    let sum = tau + distance.value
    return distance.chained((tau - 1 + distance.value) / sum, 1 / (sum * sum)).write(to: slopes)
  }

  /// W², and its derivatives. The trace is 2 √G² less than the sum of all squared half sides, with
  /// G² = cos² φ (α p + β q)² + sin² φ (α q + β p)²; written as differences of the half sides that lie side by side, and what
  /// the turn adds, nothing cancels.
  private static func squaredDistance(_ pair: RotatedPair) -> RotatedTerm {
    let (p, q) = (pair.width / 2, pair.height / 2)
    let (alpha, beta) = (pair.targetWidth / 2, pair.targetHeight / 2)
    let (c, s) = (pair.turnCosine, pair.turnSine)
    let (straight, crossed) = (alpha * p + beta * q, alpha * q + beta * p)
    let root = Double.hypot(c * straight, s * crossed)
    let turn = (alpha - beta) * (alpha + beta) * ((p - q) * (p + q))
    // The longer sides lie nearer to each other, or to the shorter ones: the turn is then from there.
    let trace =
      turn >= 0
      ? Trace(p, q, alpha, beta, turned: s * s, root: root, reach: straight)
      : Trace(p, q, beta, alpha, turned: c * c, root: root, reach: crossed)
    return RotatedTerm(
      value: pair.dx * pair.dx + pair.dy * pair.dy + trace.value, x: 2 * pair.dx, y: 2 * pair.dy,
      width: trace.byWidth / 2, height: trace.byHeight / 2, angle: root > 0 ? 2 * s * c * turn / root : 0)
  }

  /// Tr(Σ + Σ* − 2 (Σ^½ Σ* Σ^½)^½) of half sides that lie side by side but for a turn.
  private struct Trace {
    let value: Double
    let byWidth: Double
    let byHeight: Double

    init(_ p: Double, _ q: Double, _ alpha: Double, _ beta: Double, turned: Double, root: Double, reach: Double) {
      let (dp, dq) = (p - alpha, q - beta)
      let (own, other) = ((p - q) * (p + q), (alpha - beta) * (alpha + beta))
      let both = root + reach
      guard root > 0, both > 0 else {
        (value, byWidth, byHeight) = (dp * dp + dq * dq, 2 * dp, 2 * dq)
        return
      }
      value = dp * dp + dq * dq + 2 * turned * (other * own / both)
      byWidth = 2 * dp + 2 * turned * other * (p - alpha * (own / both)) / root
      byHeight = 2 * dq - 2 * turned * other * (q + beta * (own / both)) / root
    }
  }
}
