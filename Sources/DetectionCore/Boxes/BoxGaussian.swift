import RealModule

/// A rotated box as a Gaussian of its centre and covariance, and the probabilistic IoU of two of them.
///
/// Murrugarra-Llerena et al., «Probabilistic Intersection-over-Union for Training and Evaluation of Oriented Object
/// Detectors» (2021); with the eps of ultralytics' `batch_probiou`, 1e-7.
struct BoxGaussian<S: Scalar> {
  let x: S
  let y: S
  /// The covariance: [[a, c], [c, b]].
  let a: S
  let b: S
  let c: S

  init(_ box: RotatedBox<S>) {
    let (along, across) = (box.width * box.width / 12, box.height * box.height / 12)
    let (cos, sin) = (S.cos(box.angle), S.sin(box.angle))
    let (cos2, sin2) = (cos * cos, sin * sin)
    (x, y) = (box.x, box.y)
    a = along * cos2 + across * sin2
    b = along * sin2 + across * cos2
    c = (along - across) * cos * sin
  }

  /// 1 − the Hellinger distance.
  func probabilisticIoU(_ other: BoxGaussian) -> S {
    let eps = S(1e-7)
    let (sa, sb, sc) = (a + other.a, b + other.b, c + other.c)
    let (dx, dy) = (x - other.x, y - other.y)
    let determinant = sa * sb - sc * sc
    let t1 = (sa * (dy * dy) + sb * (dx * dx)) / (determinant + eps) * 0.25
    let t2 = sc * -dx * dy / (determinant + eps) * 0.5
    let own = max(a * b - c * c, 0) * max(other.a * other.b - other.c * other.c, 0)
    let t3 = S.log(determinant / (4 * own.squareRoot() + eps) + eps) * 0.5
    let distance = min(max(t1 + t2 + t3, eps), 100)
    return 1 - (1 - S.exp(-distance) + eps).squareRoot()
  }
}
