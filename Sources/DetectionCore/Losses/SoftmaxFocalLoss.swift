/// Focal loss over a softmax: −α_t (1 − p_t)^γ log p_t, with t the target class.
///
/// Lin et al., «Focal Loss for Dense Object Detection» (2017), eq. 5, for C classes; α is one weight a class. The mean is
/// over the elements that are not ignored, not weighted.
public struct SoftmaxFocalLoss<S: Scalar>: Sendable {
  /// γ ≥ 0; 0 is cross entropy.
  public var gamma: S
  /// One weight a class; `nil`: all 1.
  public var alpha: [S]?
  /// Elements with this target count for nothing.
  public var ignored: Int?
  /// What the first input holds.
  public var input: ClassificationInput

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
  public func evaluate(_ inputs: Tensor<S>, targets: Tensor<Int>, gradient: Bool, reduction: Reduction)
    throws(DetectionError) -> ReducedLoss<S>
  {
    let layout = try ClassLayout(inputs.shape, input: input.role, targets: targets.shape)
    try layout.check(targets, ignoring: ignored)
    try layout.check(weights: alpha, as: .alpha)
    if input == .probabilities { try inputs.check(.probabilities, .probability, in: 0...1) }
    let counted = targets.withElements { targets in targets.reduce(0) { $0 + ($1 == ignored ? 0 : 1) } }
    return try layout.evaluate(
      inputs, targets, ignoring: ignored, gradient: gradient, reduction, meanDivisor: S(counted)
    ) { inputs, target, slopes in
      switch input {
      case .logits: logitTerm(Softmax(inputs, stride: layout.stride, classes: layout.classes), target, slopes)
      case .probabilities:
        probabilityTerm(inputs[target * layout.stride], target, slopes.map { $0 + target * layout.stride })
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

  private func probabilityTerm(_ p: S, _ target: Int, _ slope: UnsafeMutablePointer<S>?) -> S {
    let term = BinaryTerm(probability: S.One(repeating: p), target: .one)
      .focal(gamma, weight: S.One(repeating: alpha?[target] ?? 1))
    slope?.pointee = term.slope.first
    return term.value.first
  }
}
