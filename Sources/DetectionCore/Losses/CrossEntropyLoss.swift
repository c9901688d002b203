import RealModule

/// Softmax cross entropy over class indices, with PyTorch's semantics.
///
///     l_n = −(1 − ε) w_t log p_t − ε/C Σ_c w_c log p_c
///
/// The mean is weighted, Σ l_n / Σ w_t over the elements that are not ignored, with weights of elements Σ v_n l_n / Σ v_n w_t; 0
/// where there are none (PyTorch: NaN). A target may be soft, a share of each class: l_n = −Σ_c w_c t_c log p_c.
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
  public func evaluate(
    _ inputs: Tensor<S>, targets: Tensor<Int>, weights: LossWeights<S>? = nil, gradient: Bool, reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    let layout = try ClassLayout(inputs.shape, input: input.role, targets: targets.shape)
    try layout.check(targets, ignoring: ignored)
    try layout.check(weights: classWeights, as: .classWeights)
    if input == .probabilities { try inputs.check(.probabilities, .probability, in: 0...1) }
    let weights = try weights?.fitted(to: layout.elements, of: .targets)
    return try layout.evaluate(
      inputs, targets, ignoring: ignored, weights: weights, gradient: gradient, reduction,
      meanDivisor: totalWeight(targets, weights)
    ) { inputs, target, slopes in
      switch input {
      case .logits: logitTerm(Softmax(inputs, stride: layout.stride, classes: layout.classes), target, slopes)
      case .probabilities: probabilityTerm(inputs, layout, target, slopes)
      }
    }
  }

  /// The loss of soft targets after its reduction: `inputs` and `targets` (N, C, d…), targets in [0, 1]. Nothing is ignored.
  /// The mean is over elements, as PyTorch's; with weights over their sum.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ inputs: Tensor<S>, targetProbabilities targets: Tensor<S>, weights: LossWeights<S>? = nil, gradient: Bool,
    reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    let layout = try ClassLayout(inputs.shape, input: input.role)
    guard targets.shape == inputs.shape else {
      throw .shape(.targetProbabilities, .like(input.role, inputs.shape), found: targets.shape)
    }
    try layout.check(weights: classWeights, as: .classWeights)
    try targets.check(.targetProbabilities, .target, in: 0...1)
    if input == .probabilities { try inputs.check(.probabilities, .probability, in: 0...1) }
    let weights = try weights?.fitted(to: layout.elements, of: .targetProbabilities)
    let total = weights.map { weights in (0..<layout.count).reduce(0.0) { $0 + Double(weights[$1]) } }
    return try layout.evaluate(
      inputs, weights: weights, gradient: gradient, reduction, meanDivisor: S(total ?? Double(layout.count))
    ) { inputs, element, slopes in
      let start = layout.start(of: element)
      func coefficient(_ c: Int) -> S {
        softCoefficient(c, share: targets[start + c * layout.stride], classes: layout.classes)
      }
      return switch input {
      case .logits:
        weightedTerm(Softmax(inputs, stride: layout.stride, classes: layout.classes), slopes, coefficient)
      case .probabilities: probabilityTerm(inputs, layout, slopes, coefficient)
      }
    }
  }

  /// The coefficient of −log p_c: all of a loss is a weighted sum of them.
  private func coefficient(_ c: Int, target: Int, classes: Int) -> S {
    let weight = classWeights?[c] ?? 1
    return (c == target ? (1 - labelSmoothing) * weight : 0) + labelSmoothing * weight / S(classes)
  }

  /// The same where class c has a share of the target.
  private func softCoefficient(_ c: Int, share: S, classes: Int) -> S {
    (classWeights?[c] ?? 1) * (share * (1 - labelSmoothing) + labelSmoothing / S(classes))
  }

  /// Of a row of logits, and its derivatives.
  func logitTerm(_ row: Softmax<S>, _ target: Int, _ slopes: UnsafeMutablePointer<S>?) -> S {
    guard labelSmoothing > 0 else { return hardTerm(row, target, slopes) }
    return weightedTerm(row, slopes) { coefficient($0, target: target, classes: row.classes) }
  }

  /// Σ_k a_k (−log p_k), and ∂/∂x_c of it, p_c Σ_{k≠c} a_k − a_c (1 − p_c).
  private func weightedTerm(
    _ row: Softmax<S>, _ slopes: UnsafeMutablePointer<S>?, _ coefficient: (Int) -> S
  ) -> S {
    var value: S = 0
    var total: S = 0
    for c in 0..<row.classes {
      let a = coefficient(c)
      // A coefficient of 0 has no part in the value, however large the logarithm.
      value += a == 0 ? 0 : a * row.negativeLog(c)
      total += a
    }
    guard let slopes else { return value }
    for c in 0..<row.classes {
      let a = coefficient(c)
      // One coefficient may be nearly all of the total; then the difference would cancel.
      let others = 2 * a > total ? sum(of: coefficient, classes: row.classes, but: c) : total - a
      slopes[c * row.stride] = row.probability(c) * others - a * row.complement(c)
    }
    return value
  }

  /// Σ_{k≠c} a_k.
  private func sum(of coefficient: (Int) -> S, classes: Int, but c: Int) -> S {
    var sum: S = 0
    for k in 0..<classes where k != c { sum += coefficient(k) }
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
    probabilityTerm(inputs, layout, slopes) { c in
      labelSmoothing > 0 || c == target ? coefficient(c, target: target, classes: layout.classes) : 0
    }
  }

  /// Σ_k a_k (−log p_k) of free p, and its derivatives.
  private func probabilityTerm(
    _ inputs: UnsafePointer<S>, _ layout: ClassLayout, _ slopes: UnsafeMutablePointer<S>?, _ coefficient: (Int) -> S
  ) -> S {
    var value: S = 0
    for c in 0..<layout.classes {
      let a = coefficient(c)
      guard a != 0 else { continue }
      let p = max(inputs[c * layout.stride], .leastNormalMagnitude)
      value += a * -S.log(p)
      slopes?[c * layout.stride] = -a / p
    }
    return value
  }

  private func totalWeight(_ targets: Tensor<Int>, _ weights: FittedWeights<S>?) -> S {
    targets.withElements { targets in
      // In float64: a float32 sum of ones ends at 2²⁴.
      var total = 0.0
      for (element, target) in targets.enumerated() where target != ignored {
        let weight = classWeights.map { Double($0[target]) } ?? 1
        total += weights.map { weight * Double($0[element]) } ?? weight
      }
      return S(total)
    }
  }
}
