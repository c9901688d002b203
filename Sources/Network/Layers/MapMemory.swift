/// Lays maps into one memory, so that maps which are needed at the same time lie apart and others share places.
struct MapMemory {
  /// A map: its bytes, and the steps between which it is needed.
  struct Lifetime {
    let size: Int
    let first: Int
    var last: Int
  }

  /// Where each map begins.
  let offsets: [Int]
  /// Bytes of the memory.
  let size: Int

  private static let line = 64

  /// Largest first, each at the lowest place that is free for as long.
  init(_ maps: [Lifetime]) throws(NetworkError) {
    var offsets = Array(repeating: 0, count: maps.count)
    var placed: [Int] = []
    var total = 0
    for map in maps.indices.sorted(by: { (maps[$1].size, $0) < (maps[$0].size, $1) }) {
      let neighbours = placed.filter { maps[$0].first <= maps[map].last && maps[map].first <= maps[$0].last }
      var start = 0
      for other in neighbours.sorted(by: { offsets[$0] < offsets[$1] }) {
        if start + maps[map].size <= offsets[other] { break }
        start = max(start, Self.aligned(offsets[other] + maps[other].size))
      }
      let (end, overflow) = start.addingReportingOverflow(maps[map].size)
      guard !overflow else { throw NetworkError(.invalid, "the maps are larger than can be counted") }
      (offsets[map], total) = (start, max(total, Self.aligned(end)))
      placed.append(map)
    }
    (self.offsets, size) = (offsets, total)
  }

  private static func aligned(_ offset: Int) -> Int { (offset + line - 1) / line * line }
}
