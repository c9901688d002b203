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
    count += 1
    write(box, count - 1)
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
    precondition(index < count)
    let (group, lane) = index.quotientAndRemainder(dividingBy: Self.lanes)
    // Once for all five: an array asks at each whether it must be copied.
    numbers.withUnsafeMutableBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return }
      let column = base + group * Self.perGroup + lane
      column[0] = box.x1
      column[8] = box.y1
      column[16] = box.x2
      column[24] = box.y2
      column[32] = box.area
    }
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

  /// Which groups need a closer look: eight boxes are sifted by I > t U (1 − ε), which divides nothing; so are areas that
  /// overflow or nearly vanish.
  private struct Sieve {
    let box: CornerBox<S>
    let threshold: S
    private let least = S.leastNormalMagnitude / S.ulpOfOne
    private let most = S.greatestFiniteMagnitude

    init(_ box: CornerBox<S>, _ threshold: S) {
      self.box = box
      self.threshold = threshold * (1 - 16 * S.ulpOfOne)
    }

    @inline(__always)
    func passes(_ group: UnsafePointer<S>) -> Bool {
      var passes: Int32 = 0
      for lane in 0..<8 {
        let (intersection, union) = BoxColumns.areas(group + lane, box)
        // Not `||`, which branches.
        passes |= (intersection > union * threshold ? 1 : 0) | (union >= least ? 0 : 1) | (union <= most ? 0 : 1)
      }
      return passes != 0
    }
  }

  /// The first box that has an IoU above the threshold with this one: what the sieve lets pass is decided by the quotient.
  @inline(__always)
  private func firstIndex(overlapping box: CornerBox<S>, by threshold: S) -> Int? {
    let sieve = Sieve(box, threshold)
    return numbers.withUnsafeBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return nil }
      for start in stride(from: 0, to: count, by: Self.lanes)
      where sieve.passes(base + start * 5) {
        let end = min(start + Self.lanes, count)
        for index in start..<end where iou(index, box) > threshold { return index }
      }
      return nil
    }
  }

  /// A chain of groups, of which the last may be unwritten in part.
  struct Chain {
    /// −1 where there is none.
    var first = -1
    var last = -1
    /// Boxes of the last group.
    var count = 0
  }

  /// The first box of a chain, linked by `next`, that a rule forbids beside this one.
  @inline(__always)
  func firstIndex(in chain: Chain, _ next: [Int], suppressing box: CornerBox<S>, by rule: OverlapRule<S>) -> Int? {
    let sieve = Sieve(box, rule.threshold)
    return numbers.withUnsafeBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return nil }
      var group = chain.first
      while group >= 0 {
        if !rule.isPlain || sieve.passes(base + group * Self.perGroup) {
          let start = group * Self.lanes
          for index in start..<start + (group == chain.last ? chain.count : Self.lanes) {
            let isTooMuch =
              rule.isPlain
              ? iou(index, box) > rule.threshold : rule.isTooMuch(self[index].overlap(box, by: rule.measure))
            if isTooMuch { return index }
          }
        }
        group = next[group]
      }
      return nil
    }
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
  fileprivate static func areas(_ column: UnsafePointer<S>, _ box: CornerBox<S>) -> (intersection: S, union: S) {
    let width = min(column[16], box.x2) - max(column[0], box.x1)
    let height = min(column[24], box.y2) - max(column[8], box.y1)
    let intersection = max(width, 0) * max(height, 0)
    return (intersection, column[32] + box.area - intersection)
  }
}
