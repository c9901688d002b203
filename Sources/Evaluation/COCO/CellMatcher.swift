import DetectionCore

/// Matches one image's detections of one class with its objects, at up to sixteen thresholds and for all area ranges at once.
///
/// COCO's rule, for each threshold by itself: detections by falling score; each takes, of the free objects that count and
/// overlap by at least the threshold, the one with the largest overlap, of equal overlaps the later; only if there is none,
/// an ignored one, likewise. A crowd stays free. As the objects that a detection overlaps enough are few, they are sorted
/// once by that preference, and each then answers for all thresholds by one word of bits.
struct CellMatcher {
  private struct Candidate {
    var overlap: Double
    var object: Int
    /// Thresholds that the overlap reaches.
    var reached: UInt16
  }

  /// A detection's outcome in one area range.
  struct Outcome {
    /// Thresholds at which it has an object.
    var matched: UInt16 = 0
    /// Thresholds at which that object is ignored.
    var ignored: UInt16 = 0
  }

  private var objects: [OverlapBox] = []
  private var counted: [UInt64] = []
  private var isCrowd: [Bool] = []
  /// [range · objects + object]: thresholds at which it is taken.
  private var taken: [UInt16] = []
  private var candidates: [Candidate] = []
  private let bars: [Double]
  private let lowestBar: Double

  /// - Parameter thresholds: sixteen at most. Equality reaches a threshold, and none is above 1 − 10⁻¹⁰.
  init(thresholds: some Sequence<Double>) {
    bars = thresholds.map { min($0, 1 - 1e-10) }
    lowestBar = bars.min() ?? 0
  }

  /// The objects of the next cell, all of them free.
  mutating func begin(_ cells: ObjectCells, _ places: Range<Int>, boxes: UnsafePointer<Double>, rangeCount: Int) {
    objects.removeAll(keepingCapacity: true)
    counted.removeAll(keepingCapacity: true)
    isCrowd.removeAll(keepingCapacity: true)
    taken.removeAll(keepingCapacity: true)
    for place in places {
      objects.append(OverlapBox(boxes, Int(cells.rows[place])))
      counted.append(cells.counted[place])
      isCrowd.append(cells.isCrowd[place])
    }
    taken.append(contentsOf: repeatElement(0, count: rangeCount * objects.count))
  }

  /// Looks for the objects that a detection overlaps enough; false if there are none.
  mutating func find(_ detection: OverlapBox) -> Bool {
    candidates.removeAll(keepingCapacity: true)
    for index in objects.indices {
      let overlap = detection.overlap(objects[index], isCrowd: isCrowd[index])
      guard overlap >= lowestBar else { continue }
      var reached: UInt16 = 0
      for (bit, bar) in bars.enumerated() where overlap >= bar { reached |= 1 << UInt16(bit) }
      candidates.append(Candidate(overlap: overlap, object: index, reached: reached))
    }
    if candidates.count > 1 {
      candidates.sort { ($0.overlap, $0.object) > ($1.overlap, $1.object) }
    }
    return !candidates.isEmpty
  }

  /// Takes objects for the detection that was looked for last. `lost` is an object whose matches do not count as such.
  mutating func take(range: Int, lost: Int?) -> Outcome {
    var outcome = Outcome()
    var done: UInt16 = 0
    for candidate in candidates where counted[candidate.object] >> UInt64(range) & 1 == 1 {
      let bits = candidate.reached & ~taken[range * objects.count + candidate.object] & ~done
      taken[range * objects.count + candidate.object] |= bits
      done |= bits
      if candidate.object != lost { outcome.matched |= bits }
    }
    for candidate in candidates where counted[candidate.object] >> UInt64(range) & 1 == 0 {
      let free = isCrowd[candidate.object] ? ~0 : ~taken[range * objects.count + candidate.object]
      let bits = candidate.reached & free & ~done
      taken[range * objects.count + candidate.object] |= bits
      done |= bits
      if candidate.object != lost { outcome.matched |= bits }
      outcome.ignored |= bits
    }
    return outcome
  }

  /// Of the first threshold and range, which object the detection that was looked for last would take, and their overlap.
  func choice() -> (object: Int, overlap: Double)? {
    let free = candidates.filter {
      $0.reached & 1 == 1 && (isCrowd[$0.object] || taken[$0.object] & 1 == 0)
    }
    let best = free.first { counted[$0.object] & 1 == 1 } ?? free.first
    return best.map { ($0.object, $0.overlap) }
  }
}
