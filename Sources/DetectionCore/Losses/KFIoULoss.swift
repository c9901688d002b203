import RealModule

/// KFIoU: the overlap of two rotated boxes as Gaussians by a Kalman filter, and the distance of their centres.
///
///     V = |B| |B*| / √|Σ + Σ*|,    KFIoU = V / (|B| + |B*| − V),    Σ = R diag(w², h²) Rᵀ
///     L = f(KFIoU) + smooth L1_β(x − x*) + smooth L1_β(y − y*)
///
/// Yang et al., «The KFIoU Loss for Rotated Object Detection» (2022), §4: the filter forgets where the centres are, so that
/// KFIoU is 1/3 for boxes of the same shape. f is 1 − KFIoU, −ln KFIoU or exp(1 − KFIoU) − 1. The centres are compared as
/// mmrotate's `kfiou_loss` compares them, here as they are given. Boxes without area have KFIoU 0, or 1/3 where both are the
/// same; −ln is held at the smallest normal number, with slope 0 there. mmrotate adds 1e-6.
public struct KFIoULoss<S: Scalar>: RotatedLoss {
  /// f.
  public enum Function: String, Sendable, CaseIterable {
    /// 1 − KFIoU.
    case linear
    /// −ln KFIoU.
    case log
    /// exp(1 − KFIoU) − 1.
    case exp
  }

  /// f.
  public var function: Function
  /// β ≥ 0 of the centres' smooth L1.
  public var beta: Double
  /// What the centres count; 0 leaves them out.
  public var centerWeight: Double

  /// A loss; the defaults are mmrotate's.
  public init(function: Function = .linear, beta: Double = 1.0 / 9, centerWeight: Double = 1) {
    self.function = function
    self.beta = beta
    self.centerWeight = centerWeight
  }

  /// The loss of a row.
  public func term(_ box: UnsafePointer<S>, _ target: UnsafePointer<S>, slopes: UnsafeMutablePointer<S>?) -> S {
    let pair = RotatedPair(RotatedBox(box), RotatedBox(target), scaling: true)
    var term = chained(Self.overlap(pair)).inImage(pair)
    let smooth = SmoothL1Loss(beta: beta)
    let x = smooth.one(Double(box[0]) - Double(target[0]))
    let y = smooth.one(Double(box[1]) - Double(target[1]))
    term.value += centerWeight * (x.value + y.value)
    term.x = centerWeight * x.slope
    term.y = centerWeight * y.slope
    return term.write(to: slopes)
  }

  private func chained(_ overlap: RotatedTerm) -> RotatedTerm {
    switch function {
    case .linear: return overlap.chained(1 - overlap.value, -1)
    case .exp:
      return overlap.chained(.expMinusOne(1 - overlap.value), -Double.exp(1 - overlap.value))
    case .log:
      guard overlap.value >= .leastNormalMagnitude else {
        return RotatedTerm(value: -Double.log(.leastNormalMagnitude))
      }
      return overlap.chained(-Double.log(overlap.value), -1 / overlap.value)
    }
  }

  /// KFIoU, and its derivatives by size and angle. ∂KFIoU/∂w is V/w (X |B*| − P S |B|)/(|Σ + Σ*| U²), where the difference is
  /// (Q + B)(A |B*| − P |B|) + sin² φ (B − A)(Q |B*| + P |B|): boxes that nearly agree keep their digits.
  private static func overlap(_ pair: RotatedPair) -> RotatedTerm {
    let sum = SummedCovariance(pair, factor: 1)
    let (w, h, u, v) = (pair.width, pair.height, pair.targetWidth, pair.targetHeight)
    let (area, targetArea) = (w * h, u * v)
    guard sum.determinant >= .leastNormalMagnitude, area + targetArea >= .leastNormalMagnitude else {
      return RotatedTerm(value: pair.isSame ? 1.0 / 3 : 0)
    }
    let root = sum.determinant.squareRoot()
    let volume = area * (targetArea / root)
    let union = area + targetArea - volume
    let (box, target) = (sum.box, sum.target)
    let spread = sum.turned * (target.y - target.x)
    // A |B*| − P |B| = u³ v − w³ h, and B |B*| − Q |B| = v³ u − h³ w.
    let cubesX = v * ((u - w) * (u * u + u * w + w * w)) + w * box.x * (v - h)
    let cubesY = u * ((v - h) * (v * v + v * h + h * h)) + h * box.y * (u - w)
    // Factor by factor, so that no product leaves the range.
    func slope(_ side: Double, _ difference: Double) -> Double {
      side * (targetArea / root) * (difference / sum.determinant / union / union)
    }
    return RotatedTerm(
      value: volume / union,
      width: slope(h, (box.y + target.y) * cubesX + spread * (box.y * targetArea + box.x * area)),
      height: slope(w, (box.x + target.x) * cubesY - spread * (box.x * targetArea + box.y * area)),
      angle: -(volume / union) * ((area + targetArea) / union) * (sum.turn / sum.determinant))
  }
}
