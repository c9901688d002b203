import RealModule

/// Cross entropy with the two whole numbers around a continuous target: a box's side as a distribution over 0, 1, … n.
///
///     DFL = −(i + 1 − y) log S_i − (y − i) log S_{i+1},    i = ⌊y⌋,  S = softmax
///
/// Li et al., «Generalized Focal Loss» (2020), eq. 6. y = n is all of S_n.
public struct DistributionFocalLoss<S: Scalar>: Sendable {
  /// The loss has no parameters.
  public init() {}

  /// The loss after its reduction: `logits` (…, n + 1) with n ≥ 1, `targets` (…) in [0, n].
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ logits: Tensor<S>, targets: Tensor<S>, weights: LossWeights<S>? = nil, gradient: Bool, reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    let classes = try Self.classes(logits.shape, targets.shape)
    let highest = S(classes - 1)
    try targets.check(.targets, .targetOfBins(last: classes - 1)) { $0 >= 0 && $0 <= highest }
    let pass = LossPass<S>(
      shape: targets.shape, gradientShape: gradient ? logits.shape : nil, reduction: reduction,
      meanDivisor: S(targets.count), blocks: .rows(width: classes), width: classes,
      weights: try weights?.fitted(to: targets.shape, of: .targets))
    return try pass.evaluate { rows, output in
      logits.withElements { logits in
        // A tensor's memory always has an address, even when empty.
        let base = logits.baseAddress.unsafelyUnwrapped
        return output.sum(rows, width: classes, at: { $0 * classes }) { element, slopes in
          let row = Softmax(base + element * classes, stride: 1, classes: classes)
          return Self.term(row, targets[element], slopes)
        }
      }
    }
  }

  /// n + 1.
  private static func classes(_ shape: Shape, _ targets: Shape) throws(DetectionError) -> Int {
    guard let classes = shape.extents.last, classes >= 2 || targets.count == 0 else {
      throw .shape(.logits, .bins, found: shape)
    }
    let wanted = Array(shape.extents.dropLast())
    guard targets.extents == wanted else {
      throw .shape(.targets, .elementsOf(.logits, shape, Shape(wanted)), found: targets)
    }
    return max(classes, 2)
  }

  @inline(__always)
  static func term(_ row: Softmax<S>, _ y: S, _ slopes: UnsafeMutablePointer<S>?) -> S {
    let left = min(y.wholePart, row.classes - 2)
    return term(row, left, leftWeight: S(left + 1) - y, rightWeight: y - S(left), slopes)
  }

  /// p_c − w_c is w_r p_l − w_l (1 − p_l) at the left number, and likewise at the right one. The weights add up to 1.
  @inline(__always)
  static func term(
    _ row: Softmax<S>, _ left: Int, leftWeight: S, rightWeight: S, _ slopes: UnsafeMutablePointer<S>?
  ) -> S {
    if let slopes {
      for c in 0..<row.classes { (slopes + c * row.stride).initialize(to: row.probability(c)) }
      slopes[left * row.stride] = rightWeight * row.probability(left) - leftWeight * row.complement(left)
      slopes[(left + 1) * row.stride] =
        leftWeight * row.probability(left + 1) - rightWeight * row.complement(left + 1)
    }
    // A weight of 0 has no part in the value, however large the logarithm.
    return (leftWeight > 0 ? leftWeight * row.negativeLog(left) : 0)
      + (rightWeight > 0 ? rightWeight * row.negativeLog(left + 1) : 0)
  }
}
