/// Cross entropy with each element weighed down by how many others have a gradient of its size.
///
///     L = (1/N) Σ β_i CE_i,    β_i = N / GD(g_i),    g = |p − t|,    GD(g) = S_j / ε
///
/// g in [0, 1] falls into one of M = 1/ε bins; S_j is what bin j holds, by momentum m averaged over calls:
/// S_j = m S_j + (1 − m) R_j, R_j the elements now. The density is held constant in the gradient.
///
/// Li et al., «Gradient Harmonized Single-stage Detector» (2019), eq. 5–10. The authors' code, and mmdetection, put the
/// number of bins that are not empty in M's place in β (``countsEmptyBins`` false), start S at 0 and leave the S of an
/// empty bin as it is.
public struct GHMCLoss<S: Scalar>: Sendable {
  /// M ≥ 1.
  public var bins: Int
  /// m in [0, 1).
  public var momentum: Double
  /// Whether β divides by all bins, as in the paper, or by those only that are not empty.
  public var countsEmptyBins: Bool
  /// What the first input holds.
  public var input: ClassificationInput
  /// Elements with this target count for nothing.
  public var ignored: S?

  /// A loss; momentum 0 has no memory.
  public init(
    bins: Int = 10, momentum: Double = 0, countsEmptyBins: Bool = true, input: ClassificationInput = .logits,
    ignored: S? = nil
  ) {
    self.bins = bins
    self.momentum = momentum
    self.countsEmptyBins = countsEmptyBins
    self.input = input
    self.ignored = ignored
  }

  /// A loss, and the bins that the next call goes on from.
  public struct Evaluation: Sendable {
    /// The loss.
    public let loss: ReducedLoss<S>
    /// S, (M).
    public let binCounts: Tensor<Double>
  }

  /// The loss after its reduction. Both tensors have the same shape; targets lie in [0, 1]. `binCounts` (M) is the S that the
  /// call before has given; without it there is no memory, and S is R.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ inputs: Tensor<S>, targets: Tensor<S>, weights: LossWeights<S>? = nil, binCounts: Tensor<Double>? = nil,
    gradient: Bool, reduction: Reduction
  ) throws(DetectionError) -> Evaluation {
    guard momentum >= 0, momentum < 1, bins >= 1 else {
      throw .conflict(.momentum, .momentumOrBins)
    }
    let crossEntropy = BinaryCrossEntropyLoss<S>(input: input)
    try crossEntropy.checkRanges(inputs, targets, ignoring: ignored)
    try targets.check(.targets, shape: inputs.shape, toFit: input.role)
    let (now, counted) = count(inputs, targets)
    let state = try averaged(now, with: binCounts)
    let used = countsEmptyBins ? bins : now.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
    let harmonized = Harmonized(
      loss: self, crossEntropy: crossEntropy, weights: state.map { S(Double(counted) / ($0 * Double(used))) })
    let loss = try harmonized.evaluated(
      inputs, targets, weights: weights, gradient: gradient, reduction, meanDivisor: S(counted))
    return Evaluation(loss: loss, binCounts: Tensor(state))
  }

  /// Cross entropy with the weight of each element's bin.
  private struct Harmonized: ElementLoss {
    let loss: GHMCLoss
    let crossEntropy: BinaryCrossEntropyLoss<S>
    let weights: [S]
    var inputRole: InputRole { loss.input.role }

    @inline(__always)
    func term<L: Lanes>(_ x: L, target: L) -> ValueAndSlope<L> where L.Element == S {
      let weight = x.mapped(with: target) { x, t in t == loss.ignored ? 0 : weights[loss.bin(x, t)] }
      let term = crossEntropy.term(x, target: target)
      let counts = weight .> 0
      return ValueAndSlope(
        value: .choose(counts, weight * term.value, .zero), slope: .choose(counts, weight * term.slope, .zero))
    }

    func sum(_ stretch: ElementStretch<S>) -> Double { stretch.sum(self) }
  }

  /// The bin that the gradient's size falls into; the last one holds 1 as well.
  @inline(__always)
  private func bin(_ x: S, _ t: S) -> Int {
    let error = SignedError(S.One(repeating: x), target: S.One(repeating: t), input).value.first
    return min((abs(error) * S(bins)).wholePart, bins - 1)
  }

  /// R, and N.
  private func count(_ inputs: Tensor<S>, _ targets: Tensor<S>) -> (bins: [Double], total: Int) {
    var counts = [Double](repeating: 0, count: bins)
    var total = 0
    for element in 0..<inputs.count where targets[element] != ignored {
      counts[bin(inputs[element], targets[element])] += 1
      total += 1
    }
    return (counts, total)
  }

  private func averaged(_ now: [Double], with before: Tensor<Double>?) throws(DetectionError) -> [Double] {
    guard let before else { return now }
    guard before.shape == Shape(vector: bins) else {
      throw .shape(.binCounts, .countPerBin(bins), found: before.shape)
    }
    try before.check(.binCounts, .count) { $0 >= 0 }
    return now.indices.map { momentum * before[$0] + (1 - momentum) * now[$0] }
  }
}
