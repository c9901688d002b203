import RealModule

/// What every sigmoid loss is made of, at one element, each to full relative accuracy.
///
/// For soft targets p_t is read as torchvision's `sigmoid_focal_loss` does: p_t = p t + (1 − p)(1 − t).
struct BinaryTerm<S: Scalar> {
  /// CE = −t log p − (1 − t) log(1 − p).
  let crossEntropy: S
  /// ∂CE/∂input.
  let crossEntropySlope: S
  /// q = 1 − p_t.
  let miss: S
  /// ∂q/∂input.
  let missSlope: S

  @inline(__always)
  init(_ x: S, target t: S, _ input: ClassificationInput) {
    switch input {
    case .logits: self.init(logit: x, target: t)
    case .probabilities: self.init(probability: x, target: t)
    }
  }

  @inline(__always)
  init(logit x: S, target t: S) {
    let y = Logistic(logit: x)
    // Hard targets are terms of their own: 0 · softplus would be harmless, but costs what it does not give.
    crossEntropy = t * y.negativeLog + (1 - t) * y.negativeLogComplement
    crossEntropySlope = (1 - t) * y.probability - t * y.complement
    miss = t * y.complement + (1 - t) * y.probability
    missSlope = (1 - 2 * t) * y.probability * y.complement
  }

  /// p and 1 − p are held at the smallest normal number where they divide or are taken the logarithm of.
  @inline(__always)
  init(probability p: S, target t: S) {
    let tiny = S.leastNormalMagnitude
    let complement = 1 - p
    let positive = t == 0 ? 0 : t * clampedNegativeLog(p)
    let negative = t == 1 ? 0 : (1 - t) * (complement < tiny ? -S.log(tiny) : -S.log(onePlus: -p))
    crossEntropy = positive + negative
    crossEntropySlope = (t == 1 ? 0 : (1 - t) / max(complement, tiny)) - (t == 0 ? 0 : t / max(p, tiny))
    miss = t * complement + (1 - t) * p
    missSlope = 1 - 2 * t
  }

  /// Whether all of a stretch is in range; without a branch, so that it costs next to nothing.
  static func areInRange(_ stretch: Stretch<S>, _ input: ClassificationInput) -> Bool {
    isUnit(stretch.targets, stretch.count) && (input == .logits || isUnit(stretch.inputs, stretch.count))
  }

  @inline(__always)
  private static func isUnit(_ elements: UnsafePointer<S>, _ count: Int) -> Bool {
    var failures: Int32 = 0
    for i in 0..<count { failures |= (elements[i] >= 0 ? 0 : 1) | (elements[i] <= 1 ? 0 : 1) }
    return failures == 0
  }

  /// Targets, and probabilities, lie in [0, 1].
  static func checkRanges(_ inputs: Tensor<S>, _ targets: Tensor<S>, _ input: ClassificationInput, ignoring: S? = nil)
    throws(DetectionError)
  {
    if input == .probabilities {
      try inputs.check("probabilities", in: 0...1, "a probability in [0, 1]")
    }
    try targets.check("targets", "a target in [0, 1]") { (0...1).contains($0) || $0 == ignoring }
  }
}
