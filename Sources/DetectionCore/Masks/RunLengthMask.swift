/// A mask as runs of pixels down its columns, outside and inside by turns: COCO's run-length encoding.
public struct RunLengthMask: Sendable, Equatable {
  /// Pixels of a column.
  public let height: Int
  /// Columns.
  public let width: Int
  /// The lengths of the runs; the first is outside, and may be 0.
  public private(set) var runs: [UInt32] = []
  /// Whether the last run is inside.
  private var isInside = false
  private var last: UInt32 = 0

  /// Pixels of a mask at the most: a run must fit into 32 bits, as in pycocotools.
  public static var pixelLimit: Int { Int(UInt32.max) }

  /// An empty mask without a pixel yet; its pixels, `pixelLimit` at the most, are appended down the columns.
  init(height: Int, width: Int) { (self.height, self.width) = (height, width) }

  /// Appends pixels that are all inside, or all outside.
  mutating func append(_ isInside: Bool, count: Int = 1) {
    guard count > 0 else { return }
    if isInside != self.isInside {
      runs.append(last)
      (self.isInside, last) = (isInside, 0)
    }
    last &+= UInt32(truncatingIfNeeded: count)
  }

  /// Ends the mask.
  mutating func end() { runs.append(last) }

  /// Pixels inside.
  public var area: Int { runs.enumerated().reduce(0) { $0 + ($1.offset.isMultiple(of: 2) ? 0 : Int($1.element)) } }

  /// Bytes of a row of ``bits(to:)``.
  public var bytesPerRow: Int { (width + 7) / 8 }

  /// Writes the mask row by row, ``bytesPerRow`` bytes each, the first pixel in the highest bit: 1 is inside. There must be room
  /// for `height` rows.
  ///
  /// Runs lie down the columns, so only where they begin and end is marked, and rows are added up from above.
  public func bits(to rows: UnsafeMutablePointer<UInt8>) {
    rows.update(repeating: 0, count: height * bytesPerRow)
    var start = 0
    for (number, run) in runs.enumerated() {
      if number & 1 == 1, run > 0 { mark(start, start + Int(run), rows) }
      start += Int(run)
    }
    let (stride, end) = (bytesPerRow, height * bytesPerRow)
    var byte = stride
    while byte < end {
      rows[byte] ^= rows[byte - stride]
      byte += 1
    }
  }

  /// Marks where pixels from one to another, counted down the columns, begin and end in each column.
  private func mark(_ first: Int, _ end: Int, _ rows: UnsafeMutablePointer<UInt8>) {
    for column in first / height...(end - 1) / height {
      let bit: UInt8 = 0x80 >> UInt8(column & 7)
      rows[max(first - column * height, 0) * bytesPerRow + column / 8] ^= bit
      if end - column * height < height { rows[(end - column * height) * bytesPerRow + column / 8] ^= bit }
    }
  }

  /// The runs in pycocotools' letters: of the fourth on the difference from the last but one, in groups of five bits,
  /// the lowest first (`rleToString`).
  public var compressed: String {
    var letters: [UInt8] = []
    letters.reserveCapacity(letterCount)
    forEachLetter { letters.append($0) }
    return String(decoding: letters, as: UTF8.self)
  }

  /// How many letters ``compressed`` has.
  public var letterCount: Int {
    var count = 0
    forEachLetter { _ in count += 1 }
    return count
  }

  @inline(__always)
  private func forEachLetter(_ body: (UInt8) -> Void) {
    for (place, run) in runs.enumerated() {
      var rest = Int(run) - (place > 2 ? Int(runs[place - 2]) : 0)
      var goesOn = true
      while goesOn {
        let group = rest & 0x1F
        rest >>= 5
        goesOn = group & 0x10 != 0 ? rest != -1 : rest != 0
        body(UInt8(group + (goesOn ? 0x20 : 0) + 48))
      }
    }
  }
}
