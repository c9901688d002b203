/// What a focal loss multiplies the cross entropy of a sigmoid by.
///
///     α_t (1 − p_t)^γ,   α_t = α t + (1 − α)(1 − t),   p_t = p t + (1 − p)(1 − t)
///
/// Lin et al., «Focal Loss for Dense Object Detection» (2017), eq. 5, around any cross entropy, as YOLOv5's `FocalLoss`: a weight of
/// positives is in the cross entropy alone.
public struct FocalModulation<S: Scalar>: Sendable {
  /// γ ≥ 0.
  public var gamma: S
  /// α in [0, 1].
  public var alpha: S

  /// A modulation; α is YOLOv5's.
  public init(gamma: S, alpha: S = 0.25) { (self.gamma, self.alpha) = (gamma, alpha) }

  /// The cross entropy of a logit, −w₊ t log p − rest log(1 − p) with rest = 1 − t, modulated where there is a modulation.
  @inline(__always)
  static func term(_ focal: FocalModulation?, logit: S, target: S, rest: S, positiveWeight: S)
    -> ValueAndSlope<S.One>
  {
    let (t, rest) = (S.One(repeating: target), S.One(repeating: rest))
    let term = BinaryTerm(logit: S.One(repeating: logit), target: t, rest: rest, positiveWeight: positiveWeight)
    guard let focal else { return ValueAndSlope(value: term.crossEntropy, slope: term.crossEntropySlope) }
    return term.focal(focal.gamma, weight: t.classWeight(focal.alpha, rest: rest))
  }
}
