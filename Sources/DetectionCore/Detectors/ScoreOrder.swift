/// Indices by falling score; of equal scores the lower index first.
///
/// A radix sort over the scores' bits: linear, stable, without a comparison.
enum ScoreOrder {
  private struct Entry: BitwiseCopyable {
    var key: UInt64
    var index: Int
  }

  /// The indices of the scores that are greater than the threshold, best first.
  static func indices<S: Scalar>(_ scores: UnsafeBufferPointer<S>, above threshold: S?) -> [Int] {
    var entries: [Entry] = []
    entries.reserveCapacity(scores.count)
    for index in 0..<scores.count where scores[index] > threshold ?? -.infinity {
      entries.append(Entry(key: descendingKey(Double(scores[index])), index: index))
    }
    if entries.count < 128 {
      entries.sort { ($0.key, $0.index) < ($1.key, $1.index) }
    } else {
      radixSort(&entries)
    }
    return entries.map(\.index)
  }

  /// An integer that is smaller the greater the number; 0 and −0 have the same.
  @inline(__always)
  private static func descendingKey(_ score: Double) -> UInt64 {
    let bits = (score + 0).bitPattern
    return bits >> 63 == 0 ? ~(bits | 1 << 63) : bits
  }

  /// Least significant byte first; a byte that all keys share costs one look.
  private static func radixSort(_ entries: inout [Entry]) {
    var histograms = [Int](repeating: 0, count: 8 * 256)
    for entry in entries {
      for byte in 0..<8 { histograms[byte * 256 + Int(truncatingIfNeeded: entry.key >> (8 * byte) & 0xFF)] += 1 }
    }
    var sorted = entries
    for byte in 0..<8 {
      var starts = Array(histograms[byte * 256..<byte * 256 + 256])
      guard !starts.contains(entries.count) else { continue }
      var total = 0
      for digit in 0..<256 { (starts[digit], total) = (total, total + starts[digit]) }
      entries.withUnsafeBufferPointer { source in
        sorted.withUnsafeMutableBufferPointer { target in
          for entry in source {
            let digit = Int(truncatingIfNeeded: entry.key >> (8 * byte) & 0xFF)
            target[starts[digit]] = entry
            starts[digit] += 1
          }
        }
      }
      swap(&entries, &sorted)
    }
  }
}
