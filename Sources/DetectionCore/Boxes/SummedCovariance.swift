/// The sum of the covariances of two boxes taken as Gaussians, along the box's own axes, and its determinant.
///
/// With variances P, Q of the box and A, B of the target along their axes, and the turn φ between them,
///
///     |Σ + Σ*| = P Q + A B + A (P sin² φ + Q cos² φ) + B (P cos² φ + Q sin² φ)
///
/// which is a sum of what is not negative: nothing cancels, however thin the boxes are.
struct SummedCovariance {
  /// P, Q.
  let box: (x: Double, y: Double)
  /// A, B.
  let target: (x: Double, y: Double)
  /// Elements of the sum along the box's axes.
  let xx: Double
  let yy: Double
  let xy: Double
  let determinant: Double
  private let cosine: Double
  private let sine: Double

  /// Of variances that are squared sides times a factor.
  init(_ pair: RotatedPair, factor: Double) {
    box = (pair.width * pair.width * factor, pair.height * pair.height * factor)
    target = (pair.targetWidth * pair.targetWidth * factor, pair.targetHeight * pair.targetHeight * factor)
    (cosine, sine) = (pair.turnCosine, pair.turnSine)
    let (c, s) = (cosine * cosine, sine * sine)
    xx = box.x + (target.x * c + target.y * s)
    yy = box.y + (target.x * s + target.y * c)
    xy = (target.y - target.x) * sine * cosine
    determinant =
      box.x * box.y + target.x * target.y
      + (target.x * (box.x * s + box.y * c) + target.y * (box.x * c + box.y * s))
  }

  /// d ↦ dᵀ (Σ + Σ*)⁻¹ d of the way between the centres: a sum of squares, by the axes of both boxes.
  func squaredDistance(_ pair: RotatedPair) -> Double {
    let squares = (
      box: box.x * (pair.across * pair.across) + box.y * (pair.along * pair.along),
      target: target.y * (pair.targetAlong * pair.targetAlong) + target.x * (pair.targetAcross * pair.targetAcross)
    )
    return (squares.box + squares.target) / determinant
  }

  /// (Σ + Σ*)⁻¹ d along the box's axes.
  func pull(_ pair: RotatedPair) -> (x: Double, y: Double) {
    ((yy * pair.along - xy * pair.across) / determinant, (xx * pair.across - xy * pair.along) / determinant)
  }

  /// ½ ∂|Σ + Σ*|/∂φ.
  var turn: Double { sine * cosine * (box.x - box.y) * (target.x - target.y) }
  /// sin² φ.
  var turned: Double { sine * sine }
}
