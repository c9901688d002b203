/// Indices by falling score; of equal scores the lower index first. What is no number comes last.
///
/// A radix sort over the scores' bits: linear, stable, without a comparison.
enum ScoreOrder {
  /// The indices of the scores that are greater than the threshold, best first; without one, of all.
  static func indices<S: Scalar>(_ scores: UnsafeBufferPointer<S>, above threshold: S?) -> [Int] {
    let (takesAll, floor) = (threshold == nil, threshold ?? 0)
    guard scores.count <= Int(UInt32.max) else {
      return scores.indices.filter { takesAll || scores[$0] > floor }
        .sorted { (key(scores[$0]), $0) < (key(scores[$1]), $1) }
    }
    var entries: [ScoreEntry<S.BitElement>] = []
    entries.reserveCapacity(scores.count)
    for index in 0..<scores.count where takesAll || scores[index] > floor {
      entries.append(ScoreEntry(key: key(scores[index]), index: UInt32(truncatingIfNeeded: index)))
    }
    if entries.count < 128 {
      entries.sort { ($0.key, $0.index) < ($1.key, $1.index) }
    } else {
      RadixSort(entries, digitBits: entries.count < 4096 ? 8 : 11).sort(&entries)
    }
    return entries.map { Int($0.index) }
  }

  /// A whole number that is smaller the greater the score; 0 and −0 have the same, and what is no number has the greatest.
  @inline(__always)
  static func key<S: Scalar>(_ score: S) -> S.BitElement {
    guard score == score else { return .max }
    let bits = unsafeBitCast(score + 0, to: S.BitElement.self)
    let sign = ~(S.BitElement.max &>> 1)
    return bits & sign == 0 ? ~(bits | sign) : bits
  }
}

/// A score's place, and where it stands.
private struct ScoreEntry<Key: FixedWidthInteger & UnsignedInteger & Sendable & BitwiseCopyable>: BitwiseCopyable {
  var key: Key
  var index: UInt32
}

/// Sorts by keys, the lowest digit first; a digit that all keys share costs one look.
private struct RadixSort<Key: FixedWidthInteger & UnsignedInteger & Sendable & BitwiseCopyable> {
  private let digitBits: Int
  private let digits: Int
  /// How often each value of each digit occurs.
  private var counts: [UInt32]

  init(_ entries: [ScoreEntry<Key>], digitBits: Int) {
    self.digitBits = digitBits
    digits = (Key.bitWidth + digitBits - 1) / digitBits
    counts = [UInt32](repeating: 0, count: digits << digitBits)
    counts.withUnsafeMutableBufferPointer { [digits] counts in
      for entry in entries {
        for digit in 0..<digits { counts[digit << digitBits + Self.value(digit, entry, digitBits)] &+= 1 }
      }
    }
  }

  @inline(__always)
  private static func value(_ digit: Int, _ entry: ScoreEntry<Key>, _ bits: Int) -> Int {
    Int(truncatingIfNeeded: entry.key &>> Key(truncatingIfNeeded: digit &* bits)) & (1 &<< bits &- 1)
  }

  func sort(_ entries: inout [ScoreEntry<Key>]) {
    var sorted = entries
    for digit in 0..<digits {
      var starts = Array(counts[digit << digitBits..<(digit + 1) << digitBits])
      guard !starts.contains(UInt32(truncatingIfNeeded: entries.count)) else { continue }
      var total: UInt32 = 0
      for value in starts.indices { (starts[value], total) = (total, total &+ starts[value]) }
      // Every place is below the count, as the counts add up to it.
      entries.withUnsafeBufferPointer { source in
        sorted.withUnsafeMutableBufferPointer { target in
          starts.withUnsafeMutableBufferPointer { starts in
            for entry in source {
              let value = Self.value(digit, entry, digitBits)
              target[Int(starts[value])] = entry
              starts[value] &+= 1
            }
          }
        }
      }
      swap(&entries, &sorted)
    }
  }
}
