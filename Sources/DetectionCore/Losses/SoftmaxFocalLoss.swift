/// Focal loss over a softmax: −α_t (1 − p_t)^γ log p_t, with t the target class.
///
/// Lin et al., «Focal Loss for Dense Object Detection» (2017), eq. 5, for C classes; α is one weight a class. The mean is
/// over the elements that are not ignored, not weighted.
///
/// With label smoothing ε it is Σ_c a_c (1 − p_c)^γ (−log p_c), a_c = α_c ((1 − ε) [c = t] + ε/C), as Keras'
/// `CategoricalFocalCrossentropy`.
public struct SoftmaxFocalLoss<S: Scalar>: Sendable {
  /// γ ≥ 0; 0 is cross entropy.
  public var gamma: S
  /// One weight a class; `nil`: all 1.
  public var alpha: [S]?
  /// Elements with this target count for nothing.
  public var ignored: Int?
  /// What the first input holds.
  public var input: ClassificationInput
  /// ε in [0, 1].
  public var labelSmoothing: S = 0

  /// A focal loss; γ = 2 is the paper's.
  public init(gamma: S = 2, alpha: [S]? = nil, ignored: Int? = nil, input: ClassificationInput = .logits) {
    self.gamma = gamma
    self.alpha = alpha
    self.ignored = ignored
    self.input = input
  }

  /// The loss after its reduction. `inputs` (N, C, d…), `targets` (N, d…) in 0..<C.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ inputs: Tensor<S>, targets: Tensor<Int>, weights: LossWeights<S>? = nil, gradient: Bool, reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    let layout = try ClassLayout(inputs.shape, input: input.role, targets: targets.shape)
    try layout.check(targets, ignoring: ignored)
    try layout.check(weights: alpha, as: .alpha)
    if input == .probabilities { try inputs.check(.probabilities, .probability, in: 0...1) }
    let counted = targets.withElements { targets in targets.reduce(0) { $0 + ($1 == ignored ? 0 : 1) } }
    return try layout.evaluate(
      inputs, targets, ignoring: ignored, weights: weights?.fitted(to: layout.elements, of: .targets),
      gradient: gradient, reduction, meanDivisor: S(counted)
    ) { inputs, target, slopes in
      guard labelSmoothing == 0 else { return smoothedTerm(inputs, layout, target, slopes) }
      return switch input {
      case .logits: logitTerm(Softmax(inputs, stride: layout.stride, classes: layout.classes), target, slopes)
      case .probabilities:
        probabilityTerm(
          inputs[target * layout.stride], alpha?[target] ?? 1, slopes.map { $0 + target * layout.stride })
      }
    }
  }

  /// With q = 1 − p_t and CE = −log p_t: ∂L/∂x_t = −α q^γ (γ p_t CE + q), and what class t loses the others gain, each
  /// by its share p_j / q.
  private func logitTerm(_ row: Softmax<S>, _ target: Int, _ slopes: UnsafeMutablePointer<S>?) -> S {
    let weight = alpha?[target] ?? 1
    let miss = row.complement(target)
    let crossEntropy = row.negativeLog(target)
    let modulation = weight * modulatingFactor(miss, gamma)
    if let slopes {
      let slope = modulation * (gamma * row.probability(target) * crossEntropy + miss)
      for c in 0..<row.classes where c != target {
        slopes[c * row.stride] = slope * row.share(of: c, besides: target)
      }
      slopes[target * row.stride] = -slope
    }
    return modulation * crossEntropy
  }

  /// The coefficient of class c's own focal loss.
  private func coefficient(_ c: Int, target: Int, classes: Int) -> S {
    (alpha?[c] ?? 1) * ((c == target ? 1 - labelSmoothing : 0) + labelSmoothing / S(classes))
  }

  private func smoothedTerm(
    _ inputs: UnsafePointer<S>, _ layout: ClassLayout, _ target: Int, _ slopes: UnsafeMutablePointer<S>?
  ) -> S {
    switch input {
    case .logits: smoothedTerm(Softmax(inputs, stride: layout.stride, classes: layout.classes), target, slopes)
    case .probabilities:
      (0..<layout.classes).reduce(0) { sum, c in
        let weight = coefficient(c, target: target, classes: layout.classes)
        let start = c * layout.stride
        return sum + probabilityTerm(inputs[start], weight, slopes.map { $0 + start })
      }
    }
  }

  /// With f_c = q_c^γ CE_c and g_c = ∂f_c/∂p_c p_c = −q_c^γ (γ p_c CE_c/q_c + 1):
  /// ∂/∂x_j Σ a_c f_c = a_j g_j (1 − p_j) − p_j Σ_{c≠j} a_c g_c. CE/q → 1 as q → 0.
  private func smoothedTerm(_ row: Softmax<S>, _ target: Int, _ slopes: UnsafeMutablePointer<S>?) -> S {
    var value: S = 0
    var total: S = 0
    for c in 0..<row.classes {
      let (miss, crossEntropy) = (row.complement(c), row.negativeLog(c))
      let modulation = coefficient(c, target: target, classes: row.classes) * modulatingFactor(miss, gamma)
      value += modulation * crossEntropy
      guard let slopes else { continue }
      let pull = modulation * (gamma * row.probability(c) * (miss == 0 ? 1 : crossEntropy / miss) + 1)
      slopes[c * row.stride] = pull
      total += pull
    }
    guard let slopes else { return value }
    let all = (0..<row.classes).map { slopes[$0 * row.stride] }
    for c in 0..<row.classes {
      // One may be nearly all of the total; then the difference would cancel.
      let others =
        2 * all[c] > total
        ? all.indices.reduce(0) { $1 == c ? $0 : $0 + all[$1] } : total - all[c]
      slopes[c * row.stride] = row.probability(c) * others - all[c] * row.complement(c)
    }
    return value
  }

  private func probabilityTerm(_ p: S, _ weight: S, _ slope: UnsafeMutablePointer<S>?) -> S {
    let term = BinaryTerm(probability: S.One(repeating: p), target: .one)
      .focal(gamma, weight: S.One(repeating: weight))
    slope?.pointee = term.slope.first
    return term.value.first
  }
}
