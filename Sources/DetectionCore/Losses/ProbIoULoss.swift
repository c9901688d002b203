import RealModule

/// ProbIoU: how far two rotated boxes are apart as Gaussians.
///
///     B = ¼ dᵀ (Σ + Σ*)⁻¹ d + ½ ln (|Σ + Σ*| / (4 √(|Σ| |Σ*|))),    Σ = R diag(w²/12, h²/12) Rᵀ,  d = μ − μ*
///     hellinger: L = √(1 − e^−B)        bhattacharyya: L = B
///
/// Llerena et al., «Gaussian Bounding Boxes and Probabilistic Intersection-over-Union for Object Detection» (2021), eq. 6–10.
/// e^−B is held at the smallest normal number, with slope 0 there: so a box without area has the loss 1 (B: 708), or 0 if it is
/// its target. Where box and target are the same, √ has no derivative: it is taken as 0. Ultralytics adds 1e-7 in four places.
public struct ProbIoULoss<S: Scalar>: RotatedLoss {
  /// Which distance.
  public enum Mode: String, Sendable, CaseIterable {
    /// The Hellinger distance, in [0, 1]: 1 − ProbIoU.
    case hellinger
    /// The Bhattacharyya distance, from 0 on.
    case bhattacharyya
  }

  /// Which distance.
  public var mode: Mode

  /// A loss; the default is the paper's L₁.
  public init(mode: Mode = .hellinger) { self.mode = mode }

  /// The loss of a row.
  public func term(_ box: UnsafePointer<S>, _ target: UnsafePointer<S>, slopes: UnsafeMutablePointer<S>?) -> S {
    let pair = RotatedPair(RotatedBox(box), RotatedBox(target), scaling: true)
    return term(pair).inImage(pair).write(to: slopes)
  }

  private func term(_ pair: RotatedPair) -> RotatedTerm {
    let farthest = -Double.log(.leastNormalMagnitude)
    guard !pair.isSame else { return RotatedTerm(value: 0) }
    let distance = pair.hasAreas ? Self.distance(pair) : RotatedTerm(value: farthest)
    guard distance.value < farthest else { return RotatedTerm(value: mode == .hellinger ? 1 : farthest) }
    guard mode == .hellinger else { return distance }
    let root = (-Double.expMinusOne(-distance.value)).squareRoot()
    return distance.chained(root, root > 0 ? Double.exp(-distance.value) / (2 * root) : 0)
  }

  /// B, and its derivatives along the box's axes.
  ///
  /// What |Σ + Σ*| exceeds 4 √(|Σ| |Σ*|) by is a sum of squares of differences, so that boxes that nearly agree keep their
  /// digits: with half axes p, q and α, β, (p q − α β)² + cos² φ (α q − β p)² + sin² φ (α p − β q)².
  private static func distance(_ pair: RotatedPair) -> RotatedTerm {
    let sum = SummedCovariance(pair, factor: 1.0 / 12)
    let (w, h, u, v) = (pair.width, pair.height, pair.targetWidth, pair.targetHeight)
    let (growthX, growthY) = (w - u, h - v)
    let areas = w * growthY + v * growthX
    let ratios = u * growthY - v * growthX
    let swapped = u * w - v * h
    let turned = sum.turned
    let excess = areas * areas + pair.turnCosine * pair.turnCosine * (ratios * ratios) + turned * (swapped * swapped)
    let shape = Double.log(onePlus: excess / (4 * (w * h) * (u * v))) / 2
    let pull = sum.pull(pair)
    let (box, target) = (sum.box, sum.target)
    let spread = turned * (target.x - target.y) * (box.x + box.y)
    // ½ ∂|Σ + Σ*|/∂P / |Σ + Σ*| − ¼/P, brought to differences that do not cancel.
    let byX = (growthX * (w + u) / 12 * (box.y + target.y) + spread) / (2 * w * sum.determinant)
    let byY = (growthY * (h + v) / 12 * (box.x + target.x) - spread) / (2 * h * sum.determinant)
    return RotatedTerm(
      value: sum.squaredDistance(pair) / 4 + shape, x: pull.x / 2, y: pull.y / 2,
      width: byX - pull.x * pull.x * w / 24, height: byY - pull.y * pull.y * h / 24,
      angle: sum.turn / sum.determinant - pull.x * pull.y * (box.x - box.y) / 2)
  }
}
