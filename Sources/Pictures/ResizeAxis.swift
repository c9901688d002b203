/// Which two stored pixels of an axis each resized one lies between, and how much of each it takes.
///
/// torch's `interpolate(mode="bilinear", align_corners=False)` in float32: pixel d lies at (d + ½) · in / out − ½, not before
/// 0. The scale is float32, the place is rounded once. It does not average where the picture shrinks (no antialias).
struct ResizeAxis {
  let lower: [Int]
  let upper: [Int]
  /// The share of the lower one, 1 − λ.
  let lowerShare: [Float]
  /// The share of the upper one, λ.
  let upperShare: [Float]

  /// From so many pixels to so many; both at least 1.
  init(from stored: Int, to resized: Int) {
    let scale = Float(stored) / Float(resized)
    let places = (0..<resized).map { Float(max(0, Double(scale) * (Double($0) + 0.5) - 0.5)) }
    lower = places.map { min(Int($0), stored - 1) }
    upper = lower.map { min($0 + 1, stored - 1) }
    upperShare = zip(places, lower).map { min(max($0 - Float($1), 0), 1) }
    lowerShare = upperShare.map { 1 - $0 }
  }

  var count: Int { lower.count }
}
