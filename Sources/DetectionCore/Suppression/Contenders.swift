/// The boxes of one class that nothing has suppressed so far.
///
/// The best of them is taken out, and with it all that it suppresses: work is done for boxes that stay alone. They stand in
/// memory by the cells of a grid, so that a box is compared with what is near enough; what has gone is left out from time to
/// time. Every answer is that of the plain comparison of all with all.
struct Contenders<S: Scalar>: ~Copyable {
  private let rule: OverlapRule<S>
  private let isNamed: Bool
  /// Whether the union of any two boxes is finite.
  private let isFinite: Bool
  private let grid: CenterGrid<S>?
  /// The boxes by their slots, ordered by cells, and within a cell by rank. One that is gone ends at −∞.
  private let boxes: BoxColumns<S>
  /// Where each box stands, and where each cell begins.
  private let places: BoxPlaces
  /// Boxes that were compared since those that are gone were last left out.
  private var work = 0
  /// Of those, how many were suppressed, in each lane.
  private var gone = S.Wide.zero

  /// Boxes by rank, the best first. Where losers are to be named, `isNamed`.
  init(_ ranked: UnsafeBufferPointer<CornerBox<S>>, rule: OverlapRule<S>, isNamed: Bool = false) {
    let bounds = BoxBounds(ranked)
    let grid = CenterGrid(ranked.count, bounds, OverlapReach(rule))
    (self.rule, self.isNamed, self.grid) = (rule, isNamed, grid)
    isFinite = bounds.area <= S.greatestFiniteMagnitude / 4
    places = BoxPlaces(ranked.count, cells: grid?.cells ?? 1) { rank in grid?.cell(of: ranked[rank]) ?? 0 }
    boxes = BoxColumns(ranked.count)
    for (rank, box) in ranked.enumerated() { boxes.write(box, places.slots[rank]) }
  }

  /// Whether the box of a rank is there.
  @inline(__always)
  func contains(_ rank: Int) -> Bool {
    let slot = places.slots[rank]
    return slot >= 0 && boxes.x2[slot] != -.infinity
  }

  /// Takes out a box that is there, and all that it suppresses; `loser` is called with each of those, if they are named.
  @inline(__always)
  mutating func take(_ rank: Int, _ loser: (_ rank: Int, _ overlap: S) -> Void) {
    let slot = places.slots[rank]
    let box = boxes[slot]
    boxes.x2[slot] = -.infinity
    if let grid {
      let near = grid.cells(around: box)
      for row in near.rows {
        let first = row * grid.columns
        suppress(places.slots(first + near.left, first + near.right), by: box, loser)
      }
    } else {
      suppress(slot + 1..<boxes.count, by: box, loser)
    }
    if work > 4 * boxes.count { leaveOut() }
  }

  @inline(__always)
  private mutating func suppress(_ slots: Range<Int>, by box: CornerBox<S>, _ loser: (Int, S) -> Void) {
    work &+= slots.count
    if !isNamed && rule.measure == .iou && rule.needsContact && isOrdinary(box) {
      suppressWide(slots, by: box)
    } else {
      suppressOneByOne(slots, by: box, loser)
    }
  }

  /// Whether no union with the box overflows, and neither it nor its product with the threshold vanishes.
  @inline(__always)
  private func isOrdinary(_ box: CornerBox<S>) -> Bool {
    let least = S.leastNormalMagnitude / S.ulpOfOne
    return isFinite && box.area >= least && (box.area * rule.threshold >= least || rule.threshold == 0)
  }

  /// As many at a time as there are lanes. They are sifted by I > t U (1 − ε), which divides nothing; what passes is decided by
  /// the quotient. Behind the range it may look at others, which changes no answer.
  @inline(__always)
  private mutating func suppressWide(_ slots: Range<Int>, by box: CornerBox<S>) {
    let sieve = rule.threshold * (1 - 16 * S.ulpOfOne)
    var slot = slots.lowerBound
    while slot < slots.upperBound {
      let (intersection, union) = boxes.areas(slot, box, as: S.Wide.self)
      if S.Wide.any(intersection .> union * sieve) {
        let overlap = intersection / union
        let goes = rule.comparator == .greater ? overlap .> rule.threshold : overlap .>= rule.threshold
        S.Wide.choose(goes, S.Wide(repeating: -.infinity), .load(boxes.x2 + slot)).store(to: boxes.x2 + slot)
        gone = gone + S.Wide.choose(goes, .one, .zero)
      }
      slot &+= S.Wide.count
    }
  }

  @inline(never)
  private func suppressOneByOne(_ slots: Range<Int>, by box: CornerBox<S>, _ loser: (Int, S) -> Void) {
    for slot in slots where boxes.x2[slot] != -.infinity {
      let overlap = box.overlap(boxes[slot], by: rule.measure)
      guard rule.isTooMuch(overlap) else { continue }
      boxes.x2[slot] = -.infinity
      loser(places.ranks[slot], overlap)
    }
  }

  /// Moves the boxes that are there together, if a good part is not.
  @inline(never)
  private mutating func leaveOut() {
    work = 0
    guard S.Wide.total(gone) > Double(boxes.count) / 4 else { return }
    gone = .zero
    let count = places.leaveOut(isGone: { boxes.x2[$0] == -.infinity }, moving: { boxes.write(boxes[$0], $1) })
    boxes.truncate(to: count)
  }
}

extension Lanes {
  /// All lanes.
  fileprivate static func total(_ lanes: Self) -> Double {
    var sums = noSums
    lanes.add(to: &sums)
    return total(sums)
  }
}
