/// Boxes as columns, eight to a group, so that one box is compared with eight at a time.
///
/// The loops over a group have no branch and a fixed length: compilers make vectors of them, for either scalar. (Generic
/// code over Swift's SIMD types is compiled lane by lane.)
struct BoxColumns<S: Scalar>: Sendable {
  /// Boxes of a group.
  static var lanes: Int { 8 }
  /// x1, y1, x2, y2 and the area, eight of each.
  private static var perGroup: Int { 5 * lanes }

  private var numbers: [S] = []
  private(set) var count = 0

  @inline(__always)
  mutating func append(_ box: CornerBox<S>) {
    if count.isMultiple(of: Self.lanes) { appendPadding() }
    write(box, count)
    count += 1
  }

  /// Appends a whole group; what is not written to it overlaps nothing.
  @inline(__always)
  mutating func appendGroup() {
    appendPadding()
    count += Self.lanes
  }

  /// Puts a box in the place of another one.
  @inline(__always)
  mutating func write(_ box: CornerBox<S>, _ index: Int) {
    let (group, lane) = index.quotientAndRemainder(dividingBy: Self.lanes)
    let start = group * Self.perGroup + lane
    numbers[start] = box.x1
    numbers[start + 8] = box.y1
    numbers[start + 16] = box.x2
    numbers[start + 24] = box.y2
    numbers[start + 32] = box.area
  }

  private mutating func appendPadding() {
    numbers.append(contentsOf: repeatElement(S.infinity, count: 2 * Self.lanes))
    numbers.append(contentsOf: repeatElement(-S.infinity, count: 2 * Self.lanes))
    numbers.append(contentsOf: repeatElement(1, count: Self.lanes))
  }

  @inline(__always)
  func iou(_ index: Int, _ box: CornerBox<S>) -> S { self[index].iou(box) }

  @inline(__always)
  subscript(index: Int) -> CornerBox<S> {
    let (group, lane) = index.quotientAndRemainder(dividingBy: Self.lanes)
    let start = group * Self.perGroup + lane
    return CornerBox(x1: numbers[start], y1: numbers[start + 8], x2: numbers[start + 16], y2: numbers[start + 24])
  }

  /// The first box of a range, which begins with a group, that has an IoU above the threshold with this one. Eight are sifted by I > t U (1 − ε), which divides
  /// nothing; what passes is decided by the quotient, and so are areas that overflow or nearly vanish.
  @inline(__always)
  private func firstIndex(in range: Range<Int>, overlapping box: CornerBox<S>, by threshold: S) -> Int? {
    let sieve = threshold * (1 - 16 * S.ulpOfOne)
    let (least, most) = (S.leastNormalMagnitude / S.ulpOfOne, S.greatestFiniteMagnitude)
    return numbers.withUnsafeBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return nil }
      for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.lanes) {
        let group = base + start * 5
        var passes: Int32 = 0
        for lane in 0..<8 {
          let (intersection, union) = Self.areas(group + lane, box)
          // Not `||`, which branches.
          passes |= (intersection > union * sieve ? 1 : 0) | (union >= least ? 0 : 1) | (union <= most ? 0 : 1)
        }
        guard passes != 0 else { continue }
        let end = min(start + Self.lanes, range.upperBound)
        for index in start..<end where iou(index, box) > threshold { return index }
      }
      return nil
    }
  }

  /// The first box that a rule forbids beside this one.
  @inline(__always)
  func firstIndex(suppressing box: CornerBox<S>, by rule: OverlapRule<S>) -> Int? {
    firstIndex(in: 0..<count, suppressing: box, by: rule)
  }

  /// The first box of a range, which begins with a group, that a rule forbids beside this one.
  @inline(__always)
  func firstIndex(in range: Range<Int>, suppressing box: CornerBox<S>, by rule: OverlapRule<S>) -> Int? {
    if rule.isPlain { return firstIndex(in: range, overlapping: box, by: rule.threshold) }
    return range.first { rule.isTooMuch(self[$0].overlap(box, by: rule.measure)) }
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
