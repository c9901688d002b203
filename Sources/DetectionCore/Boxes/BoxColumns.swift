/// Boxes as columns, eight to a group, so that one box is compared with eight at a time.
///
/// The loops over a group have no branch and a fixed length: compilers make vectors of them, for either scalar. (Generic
/// code over Swift's SIMD types is compiled lane by lane.)
struct BoxColumns<S: Scalar>: Sendable {
  private static var lanes: Int { 8 }
  /// x1, y1, x2, y2 and the area, eight of each.
  private static var perGroup: Int { 5 * lanes }

  private var numbers: [S] = []
  private(set) var count = 0

  @inline(__always)
  mutating func append(_ box: CornerBox<S>) {
    let (group, lane) = count.quotientAndRemainder(dividingBy: Self.lanes)
    if lane == 0 { appendPadding() }
    let start = group * Self.perGroup + lane
    numbers[start] = box.x1
    numbers[start + 8] = box.y1
    numbers[start + 16] = box.x2
    numbers[start + 24] = box.y2
    numbers[start + 32] = box.area
    count += 1
  }

  /// A group that overlaps nothing.
  private mutating func appendPadding() {
    for value in [S.infinity, .infinity, -.infinity, -.infinity, 1] {
      for _ in 0..<Self.lanes { numbers.append(value) }
    }
  }

  @inline(__always)
  func iou(_ index: Int, _ box: CornerBox<S>) -> S { self[index].iou(box) }

  @inline(__always)
  subscript(index: Int) -> CornerBox<S> {
    let (group, lane) = index.quotientAndRemainder(dividingBy: Self.lanes)
    let start = group * Self.perGroup + lane
    return CornerBox(x1: numbers[start], y1: numbers[start + 8], x2: numbers[start + 16], y2: numbers[start + 24])
  }

  /// The first box that has an IoU above the threshold with this one. Eight are sifted by I > t U (1 − ε), which divides
  /// nothing; what passes is decided by the quotient, and so are areas that overflow or nearly vanish.
  @inline(__always)
  private func firstIndex(overlapping box: CornerBox<S>, by threshold: S) -> Int? {
    let sieve = threshold * (1 - 16 * S.ulpOfOne)
    let (least, most) = (S.leastNormalMagnitude / S.ulpOfOne, S.greatestFiniteMagnitude)
    return numbers.withUnsafeBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return nil }
      for start in stride(from: 0, to: count, by: Self.lanes) {
        let group = base + start * 5
        var passes: Int32 = 0
        for lane in 0..<8 {
          let (intersection, union) = Self.areas(group + lane, box)
          // Not `||`, which branches.
          passes |= (intersection > union * sieve ? 1 : 0) | (union >= least ? 0 : 1) | (union <= most ? 0 : 1)
        }
        guard passes != 0 else { continue }
        for index in start..<min(start + Self.lanes, count) where iou(index, box) > threshold { return index }
      }
      return nil
    }
  }

  /// Whether a rule forbids one of these beside this box.
  @inline(__always)
  func contains(suppressing box: CornerBox<S>, by rule: OverlapRule<S>) -> Bool {
    firstIndex(suppressing: box, by: rule) != nil
  }

  /// The first box that a rule forbids beside this one.
  @inline(__always)
  func firstIndex(suppressing box: CornerBox<S>, by rule: OverlapRule<S>) -> Int? {
    if rule.isPlain { return firstIndex(overlapping: box, by: rule.threshold) }
    return (0..<count).first { rule.isTooMuch(self[$0].overlap(box, by: rule.measure)) }
  }

  /// Writes the IoU of each with one box, in order.
  @inline(__always)
  func writeIoU(with box: CornerBox<S>, to output: UnsafeMutablePointer<S>) {
    numbers.withUnsafeBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return }
      for start in stride(from: 0, to: count, by: Self.lanes) {
        let group = base + start * 5
        let isWhole = start + Self.lanes <= count
        var empty: Int32 = 0
        for lane in 0..<(isWhole ? 8 : count - start) {
          let (intersection, union) = Self.areas(group + lane, box)
          empty |= union > 0 ? 0 : 1
          (output + start + lane).initialize(to: intersection / union)
        }
        guard empty != 0 else { continue }
        for index in start..<min(start + Self.lanes, count) { (output + index).initialize(to: iou(index, box)) }
      }
    }
  }

  @inline(__always)
  private static func areas(_ column: UnsafePointer<S>, _ box: CornerBox<S>) -> (intersection: S, union: S) {
    let width = min(column[16], box.x2) - max(column[0], box.x1)
    let height = min(column[24], box.y2) - max(column[8], box.y1)
    let intersection = max(width, 0) * max(height, 0)
    return (intersection, column[32] + box.area - intersection)
  }
}
