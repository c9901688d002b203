/// The numbers of a network's head as rows (anchors, cells, queries) of channels, however they lie in memory. No copy.
public struct HeadMap<S: Scalar>: Sendable {
  /// Where rows and channels stand.
  public enum Layout: String, Sendable, CaseIterable {
    /// (C, N): all rows' first channel first, as exported convolutions lay it.
    case channelsFirst = "channels-first"
    /// (N, C): a row's channels side by side.
    case channelsLast = "channels-last"

    /// The other one.
    public var transposed: Layout { self == .channelsFirst ? .channelsLast : .channelsFirst }
  }

  /// How many rows there are: cells × anchors of a cell.
  public let rows: Int
  /// Numbers of a row.
  public let channels: Int
  /// Rows of a cell, side by side in the order of rows.
  let anchors: Int
  private let tensor: Tensor<S>
  private let start: Int
  private let cellStride: Int
  private let anchorStride: Int
  let channelStride: Int

  /// A matrix in either layout; of another rank it has no rows.
  public init(_ matrix: Tensor<S>, layout: Layout = .channelsLast) {
    let isMatrix = matrix.shape.rank == 2
    let (first, second) = isMatrix ? (matrix.shape[0], matrix.shape[1]) : (0, 0)
    let isFirst = layout == .channelsFirst
    self.init(
      matrix, start: 0, rows: isFirst ? second : first, channels: isFirst ? first : second, anchors: 1,
      cellStride: isFirst ? 1 : second, anchorStride: 0, channelStride: isFirst ? second : 1)
  }

  /// Maps (A · C, H, W) as convolutions give them, read as rows cell by cell, then anchor by anchor. `nil` if they are
  /// not such maps, or their channels do not divide so.
  public init?(maps: Tensor<S>, anchors: Int) {
    guard maps.shape.rank == 3, let cells = Shape([maps.shape[1], maps.shape[2]]),
      let shape = Shape([maps.shape[0], cells.count]), let matrix = maps.reshaped(shape),
      let map = HeadMap(matrix, layout: .channelsFirst).divided(among: anchors)
    else { return nil }
    self = map
  }

  private init(
    _ tensor: Tensor<S>, start: Int, rows: Int, channels: Int, anchors: Int, cellStride: Int, anchorStride: Int,
    channelStride: Int
  ) {
    self.tensor = tensor
    self.start = start
    self.rows = rows
    self.channels = channels
    self.anchors = anchors
    self.cellStride = cellStride
    self.anchorStride = anchorStride
    self.channelStride = channelStride
  }

  /// The same numbers with `anchors` rows a cell, whose channels stand one anchor after the other: (A·C, cells) read as
  /// rows cell by cell, then anchor by anchor. `nil` if the channels do not divide so.
  public func divided(among anchors: Int) -> HeadMap? {
    guard anchors > 0, self.anchors == 1, channels.isMultiple(of: anchors) else { return nil }
    let own = channels / anchors
    // Rows of no channels may be more than can be counted.
    let (count, overflow) = rows.multipliedReportingOverflow(by: anchors)
    guard !overflow else { return nil }
    return HeadMap(
      tensor, start: start, rows: count, channels: own, anchors: anchors, cellStride: cellStride,
      anchorStride: own * channelStride, channelStride: channelStride)
  }

  /// Whether rows are there, and whole cells.
  func holdsCells(_ range: Range<Int>) -> Bool {
    range.lowerBound >= 0 && range.upperBound <= rows && range.lowerBound.isMultiple(of: anchors)
      && range.count.isMultiple(of: anchors)
  }

  /// Some of the rows, which must be whole cells.
  func slice(_ range: Range<Int>) -> HeadMap {
    HeadMap(
      tensor, start: start + range.lowerBound / anchors * cellStride, rows: range.count, channels: channels,
      anchors: anchors, cellStride: cellStride, anchorStride: anchorStride, channelStride: channelStride)
  }

  /// The number of a row and a channel, which must be among those there are.
  @inline(__always)
  subscript(_ row: Int, _ channel: Int) -> S { tensor[position(row, channel)] }

  /// Four numbers of a row, side by side from a channel on: a box's.
  @inline(__always)
  func four(_ row: Int, from first: Int) -> BoxDeltas<S> {
    let place = position(row, first)
    return BoxDeltas(
      dx: tensor[place], dy: tensor[place + channelStride], dw: tensor[place + 2 * channelStride],
      dh: tensor[place + 3 * channelStride])
  }

  @inline(__always)
  private func position(_ row: Int, _ channel: Int) -> Int {
    let cell = anchors == 1 ? row : row / anchors
    return start + cell * cellStride + (row - cell * anchors) * anchorStride + channel * channelStride
  }

  /// Calls `body` with row, channel and number of every number greater than the floor, among some channels. Of a row
  /// the channels come in order.
  @inline(__always)
  func forEach(in channels: Range<Int>, above floor: S, _ body: (_ row: Int, _ channel: Int, _ number: S) -> Void) {
    guard rows > 0, !channels.isEmpty else { return }
    tensor.withElements { elements in
      if channels == 0..<self.channels, cellStride == self.channels, channelStride == 1, anchors == 1 {
        // Without a gap: one run of numbers, however short the rows are.
        let end = start + rows * self.channels
        forEachElement(in: elements, start..<end, above: floor) { index, number in
          let (row, channel) = (index - start).quotientAndRemainder(dividingBy: self.channels)
          body(row, channel, number)
        }
      } else if channelStride == 1 {
        forEachInRows(elements, channels, floor, body)
      } else {
        forEachInPlanes(elements, channels, floor, body)
      }
    }
  }

  /// The first number of some channels that does not lie in [0, 1]: of the first row that has one, the first.
  func firstOutsideUnit(in channels: Range<Int>) -> (row: Int, channel: Int)? {
    guard rows > 0, !channels.isEmpty, hasOutsideUnit(channels) else { return nil }
    for row in 0..<rows {
      for channel in channels {
        let number = self[row, channel]
        if !(number >= 0 && number <= 1) { return (row, channel) }
      }
    }
    return nil
  }

  /// Whether some number of the channels does not lie in [0, 1], stretch by stretch of memory.
  private func hasOutsideUnit(_ channels: Range<Int>) -> Bool {
    tensor.withElements { elements in
      guard let base = elements.baseAddress else { return false }
      if channelStride == 1 {
        return (0..<rows).contains { isOutsideUnit(base + position($0, channels.lowerBound), channels.count) }
      }
      return channels.contains { channel in
        (0..<anchors).contains { isOutsideUnit(base + position($0, channel), rows / anchors) }
      }
    }
  }

  @inline(__always)
  private func isOutsideUnit(_ numbers: UnsafePointer<S>, _ count: Int) -> Bool {
    var isOutside: Int32 = 0
    // Not `||`, which branches.
    for index in 0..<count { isOutside |= (numbers[index] >= 0 ? 0 : 1) | (numbers[index] <= 1 ? 0 : 1) }
    return isOutside != 0
  }

  @inline(__always)
  private func forEachInRows(
    _ elements: UnsafeBufferPointer<S>, _ channels: Range<Int>, _ floor: S, _ body: (Int, Int, S) -> Void
  ) {
    for row in 0..<rows {
      let first = position(row, channels.lowerBound)
      forEachElement(in: elements, first..<first + channels.count, above: floor) { index, number in
        body(row, channels.lowerBound + index - first, number)
      }
    }
  }

  @inline(__always)
  private func forEachInPlanes(
    _ elements: UnsafeBufferPointer<S>, _ channels: Range<Int>, _ floor: S, _ body: (Int, Int, S) -> Void
  ) {
    for anchor in 0..<anchors {
      for channel in channels {
        let first = position(anchor, channel)
        forEachElement(in: elements, first..<first + rows / anchors, above: floor) { index, number in
          body((index - first) * anchors + anchor, channel, number)
        }
      }
    }
  }
}
