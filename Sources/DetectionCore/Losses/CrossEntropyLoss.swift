import RealModule

/// Softmax cross entropy over class indices, with PyTorch's semantics.
///
///     l_n = −(1 − ε) w_t log p_t − ε/C Σ_c w_c log p_c
///
/// The mean is weighted, Σ l_n / Σ w_t over the elements that are not ignored; 0 where there are none (PyTorch: NaN).
/// Label smoothing ε: Szegedy et al., «Rethinking the Inception Architecture» (2016), §7.
public struct CrossEntropyLoss<S: Scalar>: Sendable {
  /// w, one weight a class; `nil`: all 1.
  public var classWeights: [S]?
  /// Elements with this target count for nothing.
  public var ignored: Int?
  /// ε in [0, 1].
  public var labelSmoothing: S
  /// What the first input holds.
  public var input: ClassificationInput

  /// A cross entropy; without arguments the plain one.
  public init(
    classWeights: [S]? = nil, ignored: Int? = nil, labelSmoothing: S = 0, input: ClassificationInput = .logits
  ) {
    self.classWeights = classWeights
    self.ignored = ignored
    self.labelSmoothing = labelSmoothing
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
    try layout.check(weights: classWeights, as: .classWeights)
    if input == .probabilities { try inputs.check(.probabilities, .probability, in: 0...1) }
    return try layout.evaluate(
      inputs, targets, ignoring: ignored, gradient: gradient, reduction, meanDivisor: totalWeight(targets)
    ) { inputs, target, slopes in
      switch input {
      case .logits: logitTerm(Softmax(inputs, stride: layout.stride, classes: layout.classes), target, slopes)
      case .probabilities: probabilityTerm(inputs, layout, target, slopes)
      }
    }
  }

  /// The coefficient of −log p_c: all of a loss is a weighted sum of them.
  private func coefficient(_ c: Int, target: Int, classes: Int) -> S {
    let weight = classWeights?[c] ?? 1
    return (c == target ? (1 - labelSmoothing) * weight : 0) + labelSmoothing * weight / S(classes)
  }

  /// ∂/∂x_c Σ_k a_k (−log p_k) = p_c Σ_{k≠c} a_k − a_c (1 − p_c).
  private func logitTerm(_ row: Softmax<S>, _ target: Int, _ slopes: UnsafeMutablePointer<S>?) -> S {
    guard labelSmoothing > 0 else { return hardTerm(row, target, slopes) }
    var value: S = 0
    var total: S = 0
    for c in 0..<row.classes {
      let a = coefficient(c, target: target, classes: row.classes)
      value += a * row.negativeLog(c)
      total += a
    }
    guard let slopes else { return value }
    for c in 0..<row.classes {
      let a = coefficient(c, target: target, classes: row.classes)
      // One coefficient may be nearly all of the total; then the difference would cancel.
      let others = 2 * a > total ? otherCoefficients(c, target: target, classes: row.classes) : total - a
      slopes[c * row.stride] = row.probability(c) * others - a * row.complement(c)
    }
    return value
  }

  /// Σ_{k≠c} a_k.
  private func otherCoefficients(_ c: Int, target: Int, classes: Int) -> S {
    var sum: S = 0
    for k in 0..<classes where k != c { sum += coefficient(k, target: target, classes: classes) }
    return sum
  }

  private func hardTerm(_ row: Softmax<S>, _ target: Int, _ slopes: UnsafeMutablePointer<S>?) -> S {
    let weight = classWeights?[target] ?? 1
    if let slopes {
      for c in 0..<row.classes { slopes[c * row.stride] = weight * row.probability(c) }
      slopes[target * row.stride] = -weight * row.complement(target)
    }
    return weight * row.negativeLog(target)
  }

  private func probabilityTerm(
    _ inputs: UnsafePointer<S>, _ layout: ClassLayout, _ target: Int, _ slopes: UnsafeMutablePointer<S>?
  ) -> S {
    var value: S = 0
    for c in 0..<layout.classes where labelSmoothing > 0 || c == target {
      let a = coefficient(c, target: target, classes: layout.classes)
      let p = max(inputs[c * layout.stride], .leastNormalMagnitude)
      value += a * -S.log(p)
      slopes?[c * layout.stride] = -a / p
    }
    return value
  }

  private func totalWeight(_ targets: Tensor<Int>) -> S {
    targets.withElements { targets in
      // In float64: a float32 sum of ones ends at 2²⁴.
      var total = 0.0
      for target in targets where target != ignored { total += classWeights.map { Double($0[target]) } ?? 1 }
      return S(total)
    }
  }
}
