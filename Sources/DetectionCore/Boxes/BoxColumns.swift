/// Boxes as columns, so that one box is compared with as many at a time as there are lanes.
///
/// `@unchecked Sendable`: written by one owner alone, before or after others read.
final class BoxColumns<S: Scalar>: @unchecked Sendable {
  /// How many boxes; behind them stand as many more as there are lanes, which overlap nothing.
  private(set) var count: Int
  // Columns of count + Wide.count numbers, one behind the other in one memory: whoever reads from a slot below `count` may read
  // as many numbers as there are lanes.
  let x1: UnsafeMutablePointer<S>
  let y1: UnsafeMutablePointer<S>
  let x2: UnsafeMutablePointer<S>
  let y2: UnsafeMutablePointer<S>
  let areas: UnsafeMutablePointer<S>

  /// So many boxes, all of which must be written before any is read.
  init(_ count: Int) {
    self.count = count
    // Five numbers for each box that is in memory with its four: no overflow.
    let length = count + S.Wide.count
    x1 = .allocate(capacity: 5 * length)
    (y1, x2, y2, areas) = (x1 + length, x1 + 2 * length, x1 + 3 * length, x1 + 4 * length)
    for slot in count..<length { clear(slot) }
  }

  deinit { x1.deallocate() }

  /// The box in a slot.
  @inline(__always)
  subscript(slot: Int) -> CornerBox<S> {
    CornerBox(x1: x1[slot], y1: y1[slot], x2: x2[slot], y2: y2[slot])
  }

  /// Puts a box into a slot.
  @inline(__always)
  func write(_ box: CornerBox<S>, _ slot: Int) {
    (x1 + slot).initialize(to: box.x1)
    (y1 + slot).initialize(to: box.y1)
    (x2 + slot).initialize(to: box.x2)
    (y2 + slot).initialize(to: box.y2)
    (areas + slot).initialize(to: box.area)
  }

  /// What overlaps nothing, and has an area.
  private func clear(_ slot: Int) {
    for column in [x1, y1] { (column + slot).initialize(to: .infinity) }
    for column in [x2, y2] { (column + slot).initialize(to: -.infinity) }
    (areas + slot).initialize(to: 1)
  }

  /// Leaves the first boxes alone.
  func truncate(to count: Int) {
    for slot in count..<min(self.count, count + S.Wide.count) { clear(slot) }
    self.count = count
  }

  /// Intersection and union of a box with those from a slot on, in torchvision's arithmetic.
  @inline(__always)
  func areas<L: Lanes>(_ slot: Int, _ box: CornerBox<S>, as lanes: L.Type) -> (intersection: L, union: L)
  where L.Element == S {
    let width = L.load(x2 + slot).orLesser(L(repeating: box.x2)) - L.load(x1 + slot).orGreater(L(repeating: box.x1))
    let height = L.load(y2 + slot).orLesser(L(repeating: box.y2)) - L.load(y1 + slot).orGreater(L(repeating: box.y1))
    let intersection = width.orZero * height.orZero
    return (intersection, L.load(areas + slot) + box.area - intersection)
  }
}
