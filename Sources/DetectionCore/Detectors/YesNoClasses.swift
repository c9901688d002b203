/// Independent yes-or-no classes of a row that learns an object: what YOLO's heads have.
///
///     Σ_k w_k BCE(σ(c_k), t_k),   t_k = q (1 − ε) [k = label] + ε/2
///
/// q is 1, or a quality of the row's box. With a weight w₊ of positives, as PyTorch's `pos_weight`: −w₊ t log p − (1 − t) log(1 − p).
/// A ``FocalModulation`` multiplies each cross entropy.
public struct YesNoClasses<S: Scalar>: Sendable {
  /// ε in [0, 1].
  public var labelSmoothing: S
  /// w₊ ≥ 0.
  public var positiveWeight: S
  /// w_k ≥ 0, one per class; `nil`: all 1.
  public var weights: [S]?
  /// `nil`: plain cross entropy.
  public var focal: FocalModulation<S>?

  /// Classes; without arguments plain cross entropy.
  public init(labelSmoothing: S = 0, positiveWeight: S = 1, weights: [S]? = nil) {
    self.labelSmoothing = labelSmoothing
    self.positiveWeight = positiveWeight
    self.weights = weights
  }

  /// Throws unless there is a weight ≥ 0 for each class, or for none.
  func check(classes: Int) throws(DetectionError) {
    if let weights { try LossWeights.check(weights, count: classes) }
  }

  /// The sum of a row of logits. Slopes are added to those that are there, times `factor`.
  func sum(
    _ logits: UnsafePointer<S>, count: Int, label: Int, quality: S = 1, factor: S, slopes: UnsafeMutablePointer<S>?
  ) -> Double {
    var sum = 0.0
    for k in 0..<count {
      let term = term(logits[k], quality: k == label ? quality : 0)
      let weight = weights?[k] ?? 1
      sum += Double(weight * term.value.first)
      if let slopes { slopes[k] += weight * term.slope.first * factor }
    }
    return sum
  }

  /// Of one class. What is left of 1 is computed apart, so that a small ε costs no digit.
  @inline(__always)
  private func term(_ logit: S, quality: S) -> ValueAndSlope<S.One> {
    let (kept, half) = (1 - labelSmoothing, labelSmoothing / 2)
    return FocalModulation.term(
      focal, logit: logit, target: quality * kept + half, rest: (1 - quality) * kept + half,
      positiveWeight: positiveWeight)
  }
}
