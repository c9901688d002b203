/// From integers to their ranks: a plain array where the integers lie close together, else a hash table with open addressing.
///
/// The hash is keyed by a number that differs from process to process, so that no client can choose ids that collide. Ranks
/// do not depend on it.
struct IntegerTable: Sendable {
  private let smallest: Int64
  /// The rank of each integer from `smallest` on, −1 for none; empty if the integers lie too far apart.
  private let dense: [Int32]
  private let slots: [Slot]
  private let mask: Int

  private struct Slot: BitwiseCopyable {
    var id: Int64
    /// −1: the slot is free.
    var rank: Int32
  }

  private static let key = UInt64.random(in: 0 ... .max)

  /// A table of distinct integers in ascending order, whose ranks are their places.
  init(_ integers: [Int64]) {
    smallest = integers.first ?? 0
    let (span, overflow) = (integers.last ?? -1).subtractingReportingOverflow(smallest)
    if !overflow && span < Int64(integers.count) * 4 + 64 {
      dense = Self.denseRanks(integers, span: Int(span) + 1)
      slots = []
      mask = 0
    } else {
      dense = []
      var capacity = 16
      while capacity < integers.count * 2 { capacity *= 2 }
      mask = capacity - 1
      slots = Self.hashed(integers, mask: capacity - 1)
    }
  }

  private static func denseRanks(_ integers: [Int64], span: Int) -> [Int32] {
    var ranks = [Int32](repeating: -1, count: span)
    for (rank, id) in integers.enumerated() { ranks[Int(id - integers[0])] = Int32(truncatingIfNeeded: rank) }
    return ranks
  }

  private static func hashed(_ integers: [Int64], mask: Int) -> [Slot] {
    var slots = [Slot](repeating: Slot(id: 0, rank: -1), count: mask + 1)
    for (rank, id) in integers.enumerated() {
      var place = home(id, mask)
      while slots[place].rank >= 0 { place = (place + 1) & mask }
      slots[place] = Slot(id: id, rank: Int32(truncatingIfNeeded: rank))
    }
    return slots
  }

  /// SplitMix64's mixing of the id and the key.
  @inline(__always)
  private static func home(_ id: Int64, _ mask: Int) -> Int {
    var z = UInt64(bitPattern: id) ^ key
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int(truncatingIfNeeded: (z ^ (z >> 31)) &+ key &* 0x9E37_79B9_7F4A_7C15) & mask
  }

  /// The rank of an integer, −1 if the table does not have it.
  @inline(__always)
  func rank(_ id: Int64) -> Int32 {
    if slots.isEmpty {
      let (place, overflow) = id.subtractingReportingOverflow(smallest)
      return !overflow && place >= 0 && place < dense.count ? dense[Int(place)] : -1
    }
    var place = Self.home(id, mask)
    while slots[place].rank >= 0 {
      if slots[place].id == id { return slots[place].rank }
      place = (place + 1) & mask
    }
    return -1
  }
}
