import RealModule

/// How far around an object's centre a heatmap is to be warm: the radius within which a box of the object's size still overlaps it by
/// so much.
///
/// Law and Deng, «CornerNet» (2018), §3.2. Of the three ways a box may be moved the smallest radius counts.
public enum GaussianRadius: String, Sendable, CaseIterable {
  /// As the authors' code of CornerNet and CenterNet has it, which divides two of the three roots by 2 instead of by 2a.
  case centernet
  /// The roots themselves, as mmdetection.
  case exact

  /// The radius for a box of these sides, both > 0.
  func radius(width: Double, height: Double, overlap: Double) -> Double {
    let (sum, area) = (width + height, width * height)
    func root(_ a: Double, _ b: Double, _ c: Double, sign: Double) -> Double {
      let discriminant = (max(b * b - 4 * a * c, 0)).squareRoot()
      return self == .centernet ? (b + discriminant) / 2 : (b + sign * discriminant) / (2 * a)
    }
    let outside = root(1, sum, area * (1 - overlap) / (1 + overlap), sign: -1)
    let inside = root(4, 2 * sum, (1 - overlap) * area, sign: -1)
    let around = overlap > 0 ? root(4 * overlap, -2 * overlap * sum, (overlap - 1) * area, sign: 1) : .infinity
    return min(outside, min(inside, around))
  }
}
