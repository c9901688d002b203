/// How boxes and their targets lie to each other.
///
/// Lengths are scaled by a power of two so that the enclosing box is about 2³⁰, before anything is halved, added or
/// multiplied: exact, and areas and squares neither overflow nor vanish, be a side 2⁹⁰ times shorter.
struct BoxOverlap<L: Lanes> {
  let x: AxisOverlap<L>
  let y: AxisOverlap<L>
  /// What the lengths were multiplied with; a derivative by them times this is one by the coordinates.
  let scale: L
  /// |B ∩ B*|.
  let intersection: L
  /// |B ∪ B*|: a sum of three areas, none of them negative.
  let union: L
  /// |B ∪ B*| − |B ∩ B*|.
  let difference: L
  /// 1 − IoU, without cancellation.
  let distance: L

  /// Of the numbers of boxes and targets in columns, x before y; slopes are by the numbers of `slopes`.
  @inline(__always)
  init(
    _ box: (L, L, L, L), _ target: (L, L, L, L), _ encoding: BoxFormat.AxisEncoding,
    slopesBy slopes: BoxFormat.AxisEncoding
  ) {
    let xLengths = AxisLengths<L>((box.0, box.2), (target.0, target.2), encoding)
    let yLengths = AxisLengths<L>((box.1, box.3), (target.1, target.3), encoding)
    scale = Self.scale(xLengths.extent.orGreater(yLengths.extent))
    x = AxisOverlap(xLengths * scale, encoding, slopesBy: slopes)
    y = AxisOverlap(yLengths * scale, encoding, slopesBy: slopes)
    let overlaps = x.overlap.orLesser(y.overlap) .> 0
    intersection = L.choose(overlaps, x.overlap * y.overlap, .zero)
    // B outside B*: what sticks out along y over the whole width, and along x beside the overlap.
    difference = L.choose(
      overlaps,
      (x.size * y.excess + y.overlap * x.excess) + (x.targetSize * y.targetExcess + y.overlap * x.targetExcess),
      x.size * y.size + x.targetSize * y.targetSize)
    union = intersection + difference
    let isSame = x.change + y.change .> 0
    distance = L.choose(
      union .> 0, L.choose(intersection .> 0, difference / union, .one), L.choose(isSame, .one, .zero))
  }

  /// 2^(30 − exponent), by the bits of the exponents; of a vanishing extent as of one 2³² times the smallest normal number,
  /// of one beyond the largest number as of the next power of two.
  @inline(__always)
  private static func scale(_ extent: L) -> L {
    typealias E = L.Element
    let held = extent.orGreater(L(repeating: E.leastNormalMagnitude * 0x1p32))
    let thirty = E.BitElement(30) &<< E.BitElement(E.significandBitCount)
    return L(
      bits: L(repeating: E.largestPowerOfTwo).bits &+ thirty &- (held.bits & L(repeating: E.infinity).bits))
  }

  /// |B ∩ B*| / |B ∪ B*|. Of two boxes without area: 1 if they are the same, else 0.
  @inline(__always)
  var iou: L { L.choose(union .> 0, intersection / union, same(.one, else: .zero)) }

  @inline(__always)
  func same(_ value: L, else other: L) -> L { L.choose(x.change + y.change .> 0, other, value) }
}
