/// Boxes as columns, eight to a group, so that one box is compared with eight at a time.
struct BoxColumns<S: Scalar>: Sendable {
  // Plain numbers; SIMD's storage is not declared Sendable for a generic scalar.
  private struct Group: @unchecked Sendable {
    // Padding overlaps nothing.
    var x1 = SIMD8<S>(repeating: .infinity)
    var y1 = SIMD8<S>(repeating: .infinity)
    var x2 = SIMD8<S>(repeating: -.infinity)
    var y2 = SIMD8<S>(repeating: -.infinity)
    var area = SIMD8<S>(repeating: 1)
  }

  private var groups: [Group] = []
  private(set) var count = 0

  @inline(__always)
  mutating func append(_ box: CornerBox<S>) {
    let (group, lane) = count.quotientAndRemainder(dividingBy: 8)
    if lane == 0 { groups.append(Group()) }
    groups[group].x1[lane] = box.x1
    groups[group].y1[lane] = box.y1
    groups[group].x2[lane] = box.x2
    groups[group].y2[lane] = box.y2
    groups[group].area[lane] = box.area
    count += 1
  }

  @inline(__always)
  func iou(_ index: Int, _ box: CornerBox<S>) -> S { self[index].iou(box) }

  @inline(__always)
  private subscript(index: Int) -> CornerBox<S> {
    let (group, lane) = index.quotientAndRemainder(dividingBy: 8)
    let columns = groups[group]
    return CornerBox(x1: columns.x1[lane], y1: columns.y1[lane], x2: columns.x2[lane], y2: columns.y2[lane])
  }

  /// Whether a box has an IoU above the threshold with this one. Eight are sifted by I > t U (1 − ε), which divides
  /// nothing; what passes is decided by the quotient, and so are areas that overflow or nearly vanish.
  @inline(__always)
  func contains(overlapping box: CornerBox<S>, by threshold: S) -> Bool {
    let sieve = threshold * (1 - 16 * S.ulpOfOne)
    let smallest = S.leastNormalMagnitude / S.ulpOfOne
    for (number, group) in groups.enumerated() {
      let width = pointwiseMin(group.x2, SIMD8(repeating: box.x2)) - pointwiseMax(group.x1, SIMD8(repeating: box.x1))
      let height = pointwiseMin(group.y2, SIMD8(repeating: box.y2)) - pointwiseMax(group.y1, SIMD8(repeating: box.y1))
      let zero = SIMD8<S>(repeating: 0)
      let intersection = pointwiseMax(width, zero) * pointwiseMax(height, zero)
      let union = group.area + box.area - intersection
      let isPlain = (union .>= smallest) .& (union .<= S.greatestFiniteMagnitude)
      let passes = (intersection .> union * sieve) .| .!isPlain
      guard any(passes) else { continue }
      for lane in 0..<min(8, count - 8 * number) where passes[lane] && iou(8 * number + lane, box) > threshold {
        return true
      }
    }
    return false
  }

  /// Writes the IoU of each with one box, in order.
  @inline(__always)
  func writeIoU(with box: CornerBox<S>, to output: UnsafeMutablePointer<S>) {
    let zero = SIMD8<S>(repeating: 0)
    for (number, group) in groups.enumerated() {
      let width = pointwiseMin(group.x2, SIMD8(repeating: box.x2)) - pointwiseMax(group.x1, SIMD8(repeating: box.x1))
      let height = pointwiseMin(group.y2, SIMD8(repeating: box.y2)) - pointwiseMax(group.y1, SIMD8(repeating: box.y1))
      let intersection = pointwiseMax(width, zero) * pointwiseMax(height, zero)
      let union = group.area + box.area - intersection
      let quotient = intersection / union
      let start = 8 * number
      if start + 8 <= count && all(union .> zero) {
        UnsafeMutableRawPointer(output + start).storeBytes(of: quotient, as: SIMD8<S>.self)
      } else {
        for lane in 0..<min(8, count - start) {
          (output + start + lane).initialize(to: union[lane] > 0 ? quotient[lane] : iou(start + lane, box))
        }
      }
    }
  }
}
