/// A head whose levels may lie in maps of their own: rows of channels, level by level. No copy.
public struct HeadPyramid<S: Scalar>: Sendable {
  private let maps: [HeadMap<S>]
  /// The rows of each map, one after the other.
  public let ranges: [Range<Int>]
  /// How many rows there are, in all maps.
  public let rows: Int
  /// Numbers of a row.
  public let channels: Int

  /// All levels in one map.
  public init(_ map: HeadMap<S>) { self.init(map, rows: 0..<map.rows) }

  /// A matrix of rows, (A, C).
  public init(_ matrix: Tensor<S>) { self.init(HeadMap(matrix)) }

  /// A map a level; `nil` if their rows have not all as many channels.
  public init?(levels maps: [HeadMap<S>]) {
    channels = maps.first?.channels ?? 0
    for map in maps where map.channels != channels { return nil }
    // The rows of maps are in memory, but those without channels.
    guard let ranges = [Range<Int>](counts: maps.map(\.rows)) else { return nil }
    (self.maps, self.ranges, rows) = (maps, ranges, ranges.total)
  }

  private init(_ map: HeadMap<S>, rows range: Range<Int>) {
    (maps, ranges, rows, channels) = ([map], [range], range.upperBound, map.channels)
  }

  /// The number of a row and a channel, which must be among those there are.
  subscript(_ row: Int, _ channel: Int) -> S {
    let level = maps.count == 1 ? 0 : ranges.level(of: row)
    return maps[level][row - ranges[level].lowerBound, channel]
  }

  /// Four numbers of a row, side by side from a channel on: a box's.
  @inline(__always)
  func four(_ row: Int, from first: Int = 0) -> BoxDeltas<S> {
    let level = maps.count == 1 ? 0 : ranges.level(of: row)
    return maps[level].four(row - ranges[level].lowerBound, from: first)
  }

  /// Calls `body` with every map and the number of its first row.
  @inline(__always)
  func forEachMap(_ body: (_ map: HeadMap<S>, _ first: Int) -> Void) {
    for (map, range) in zip(maps, ranges) { body(map, range.lowerBound) }
  }

  /// Each level by itself, its rows counted as before. Throws unless every level is one of the maps, or whole cells of
  /// the only one.
  func divided(into levels: [Range<Int>], _ role: InputRole) throws(DetectionError) -> [HeadPyramid] {
    if maps.count == 1, let map = maps.first, levels.allSatisfy(map.holdsCells) {
      return levels.map { HeadPyramid(map.slice($0), rows: $0) }
    }
    guard levels == ranges else {
      throw .conflict(role, .levels)
    }
    return zip(maps, ranges).map { HeadPyramid($0, rows: $1) }
  }
}
