import RealModule

/// How a score decays with the overlap.
public enum OverlapDecay<S: Scalar>: Sendable, Equatable {
  /// 1 − IoU.
  case linear
  case gaussian(sigma: S, convention: SigmaConvention)

  /// The factor.
  @inline(__always)
  func factor(_ overlap: S) -> S {
    switch self {
    case .linear: max(1 - overlap, 0)
    case .gaussian(let sigma, .paper): .exp(-(overlap * overlap) / sigma)
    case .gaussian(let sigma, .tensorflow): .exp(-(overlap * overlap) / 2 / sigma)
    }
  }
}
