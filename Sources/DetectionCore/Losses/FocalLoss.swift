/// Focal loss over sigmoids.
///
///     FL = −α_t (1 − p_t)^γ log p_t
///
/// Lin et al., «Focal Loss for Dense Object Detection» (2017), eq. 4–5. Soft targets as in torchvision's
/// `sigmoid_focal_loss`. Finite, with a finite gradient, for every finite logit and every γ ≥ 0: with γ in (0, 1) the
/// factor (1 − p_t)^(γ−1) of the derivative is never formed.
///
/// With label smoothing ε the target is t (1 − ε) + ε/2, in α_t and p_t as well, as Keras' `BinaryFocalCrossentropy`.
public struct FocalLoss<S: Scalar>: SigmoidLoss, ClassParameterLoss {
  /// γ ≥ 0; 0 is cross entropy.
  public var gamma: S
  /// α in [0, 1], on positives; 1 − α on negatives. `nil` weighs nothing.
  public var alpha: S?
  /// α one per class, the last axis, in the place of ``alpha``.
  public var classAlphas: [S]?
  /// ε in [0, 1].
  public var labelSmoothing: S = 0
  /// What the first input holds.
  public var input: ClassificationInput
  /// Elements with this target count for nothing, in the mean neither.
  public var ignored: S?

  /// A focal loss; the defaults are the paper's.
  public init(gamma: S = 2, alpha: S? = 0.25, input: ClassificationInput = .logits, ignored: S? = nil) {
    self.gamma = gamma
    self.alpha = alpha
    self.input = input
    self.ignored = ignored
  }

  /// The α of classes.
  public var classParameters: (role: InputRole, values: [S])? { classAlphas.map { (.alpha, $0) } }

  /// Of any target.
  @inline(__always)
  public func term<L: Lanes>(_ x: L, target t: L) -> ValueAndSlope<L> where L.Element == S {
    let (t, rest) = smoothed(t)
    return BinaryTerm(x, target: t, rest: rest, input).focal(gamma, weight: t.classWeight(alpha, rest: rest))
  }

  /// The same with an α.
  @inline(__always)
  public func term<L: Lanes>(_ x: L, target t: L, parameter: L) -> ValueAndSlope<L> where L.Element == S {
    let (t, rest) = smoothed(t)
    return BinaryTerm(x, target: t, rest: rest, input).focal(gamma, weight: parameter * t + (1 - parameter) * rest)
  }

  /// t (1 − ε) + ε/2, and 1 less that, each to its last digit.
  @inline(__always)
  private func smoothed<L: Lanes>(_ t: L) -> (L, L) where L.Element == S {
    guard labelSmoothing > 0 else { return (t, 1 - t) }
    let half = labelSmoothing / 2
    return (t * (1 - labelSmoothing) + half, (1 - t) * (1 - labelSmoothing) + half)
  }

  /// The sum over a stretch; NaN if an element is out of range. Targets are mostly 0 and 1.
  public func sum(_ stretch: ElementStretch<S>) -> Double {
    if let classAlphas { return stretch.isUnit(input) ? stretch.sum(self, classAlphas) : .nan }
    let isPlain = input == .logits && labelSmoothing == 0 && (gamma == 2 || gamma == 1 || gamma == 0)
    if isPlain && stretch.hasHardTargets { return HardFocalLoss(self).sum(stretch) }
    return stretch.isUnit(input) ? stretch.sum(self) : .nan
  }
}
