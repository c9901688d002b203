/// Slots in memory for ranked boxes, those of a cell side by side, within it by rank.
///
/// Arrays without checks: ranks and slots are below `count`, cells below `cells`, as whoever made them has seen to.
final class BoxPlaces {
  /// The slot of every rank; −1 for those left out.
  let slots: UnsafeMutablePointer<Int>
  /// The rank in every slot.
  let ranks: UnsafeMutablePointer<Int>
  /// The first slot of every cell, and the end of the last one.
  private let starts: UnsafeMutablePointer<Int>
  private let cells: Int
  private let count: Int

  /// So many boxes in their cells.
  @inline(__always)
  init(_ count: Int, cells: Int, cell: (_ rank: Int) -> Int) {
    (self.count, self.cells) = (count, cells)
    slots = .allocate(capacity: 2 * count + cells + 1)
    (ranks, starts) = (slots + count, slots + 2 * count)
    starts.initialize(repeating: 0, count: cells + 1)
    for rank in 0..<count {
      let cell = cell(rank)
      (slots + rank).initialize(to: cell)
      starts[cell] += 1
    }
    // From each cell's end backwards, which leaves its beginning.
    for cell in 1..<cells + 1 { starts[cell] += starts[cell - 1] }
    for rank in stride(from: count - 1, through: 0, by: -1) {
      let cell = slots[rank]
      starts[cell] -= 1
      slots[rank] = starts[cell]
      (ranks + starts[cell]).initialize(to: rank)
    }
  }

  deinit { slots.deallocate() }

  /// The slots of cells that follow one another.
  @inline(__always)
  func slots(_ first: Int, _ last: Int) -> Range<Int> {
    Range(uncheckedBounds: (starts[first], starts[last + 1]))
  }

  /// Leaves out the boxes that are gone. `moving` moves the others from slot to slot; how many there are is returned.
  @inline(__always)
  func leaveOut(isGone: (_ slot: Int) -> Bool, moving move: (_ slot: Int, _ place: Int) -> Void) -> Int {
    var (slot, place) = (0, 0)
    for cell in 0..<cells {
      let end = starts[cell + 1]
      starts[cell] = place
      while slot < end {
        let rank = ranks[slot]
        if isGone(slot) {
          slots[rank] = -1
        } else {
          move(slot, place)
          (slots[rank], ranks[place]) = (place, rank)
          place += 1
        }
        slot += 1
      }
    }
    starts[cells] = place
    return place
  }
}
