/// Places by falling score, equal scores in the order in which they were put in.
///
/// A radix sort over the scores' bits, least significant byte first: linear and stable, without a comparison. A byte that all
/// keys share costs one look. Few entries are sorted by insertion.
struct ScoreSort {
  struct Entry: BitwiseCopyable {
    var key: UInt64
    var place: Int
  }

  private(set) var entries: [Entry] = []
  private var spare: [Entry] = []

  mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

  mutating func append(score: Double, place: Int) {
    entries.append(Entry(key: Self.descendingKey(score), place: place))
  }

  /// An integer that is smaller the greater the number; 0 and −0 have the same.
  @inline(__always)
  static func descendingKey(_ score: Double) -> UInt64 {
    let bits = (score + 0).bitPattern
    return bits >> 63 == 0 ? ~(bits | 1 << 63) : bits
  }

  mutating func sort() {
    if entries.count <= 48 { insertionSort() } else { radixSort() }
  }

  private mutating func insertionSort() {
    entries.withUnsafeMutableBufferPointer { entries in
      for index in entries.indices.dropFirst() {
        let entry = entries[index]
        var hole = index
        while hole > 0 && entries[hole - 1].key > entry.key {
          entries[hole] = entries[hole - 1]
          hole -= 1
        }
        entries[hole] = entry
      }
    }
  }

  private mutating func radixSort() {
    var histograms = [Int](repeating: 0, count: 8 * 256)
    histograms.withUnsafeMutableBufferPointer { histograms in
      entries.withUnsafeBufferPointer { entries in
        for entry in entries {
          for byte in 0..<8 { histograms[byte << 8 | Int(truncatingIfNeeded: entry.key >> (8 * byte) & 0xFF)] += 1 }
        }
      }
    }
    spare = entries
    for byte in 0..<8 {
      var starts = Array(histograms[byte << 8..<(byte + 1) << 8])
      guard !starts.contains(entries.count) else { continue }
      var total = 0
      for digit in 0..<256 { (starts[digit], total) = (total, total + starts[digit]) }
      starts.withUnsafeMutableBufferPointer { Self.distribute(entries, to: &spare, byte: byte, starts: $0) }
      swap(&entries, &spare)
    }
  }

  private static func distribute(
    _ source: [Entry], to target: inout [Entry], byte: Int, starts: UnsafeMutableBufferPointer<Int>
  ) {
    source.withUnsafeBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        for entry in source {
          let digit = Int(truncatingIfNeeded: entry.key >> (8 * byte) & 0xFF)
          target[starts[digit]] = entry
          starts[digit] += 1
        }
      }
    }
  }
}
