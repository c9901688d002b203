/// Whether each detection is matched and whether it is ignored, at every threshold and for every area range.
///
/// Sixteen thresholds are the bits of a word; with more there are several chunks of words. The words of one chunk and range
/// lie together, in the order of the detections' places.
struct MatchFlags: Sendable {
  /// Thresholds of a chunk.
  static let chunkSize = 16

  let places: Int
  let rangeCount: Int
  let thresholdCount: Int
  let matched: Column<UInt16>
  let ignored: Column<UInt16>

  /// Every word must be written before it is read.
  init(places: Int, rangeCount: Int, thresholdCount: Int) {
    self.places = places
    self.rangeCount = rangeCount
    self.thresholdCount = thresholdCount
    let words = places * rangeCount * ((thresholdCount + Self.chunkSize - 1) / Self.chunkSize)
    matched = Column(uninitialized: words)
    ignored = Column(uninitialized: words)
  }

  var chunkCount: Int { (thresholdCount + Self.chunkSize - 1) / Self.chunkSize }

  /// The thresholds of a chunk.
  func thresholds(_ chunk: Int) -> Range<Int> {
    chunk * Self.chunkSize..<min((chunk + 1) * Self.chunkSize, thresholdCount)
  }

  /// A bit for every threshold of a chunk.
  func all(_ chunk: Int) -> UInt16 { UInt16(truncatingIfNeeded: (1 << thresholds(chunk).count) - 1) }

  /// Where the words of a chunk and range begin.
  @inline(__always)
  func plane(_ chunk: Int, _ range: Int) -> Int { (chunk * rangeCount + range) * places }
}
