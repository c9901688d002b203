/// Precision, score and recall of one class, area range and budget, at the thresholds of one chunk: one walk over its
/// detections to count, one back for the curve.
///
/// Precision only rises at a true detection, so its envelope from the right is known on the way back at each of them, and the
/// first place with recall ≥ point is the true detection with a number that depends on the point alone. No list is kept.
struct CurvePass {
  private let points: [Double]
  /// The points in ascending order.
  private let ascending: [Int]
  private var needed: [Int] = []
  private var isNeededFor = -1
  /// [threshold · points + point]
  let precision: Column<Double>
  let scores: Column<Double>
  /// [threshold]
  private(set) var recall: [Double]
  /// [threshold]: true and false detections up to where the walk is.
  private let truths = Column<Int>(count: MatchFlags.chunkSize, repeating: 0)
  private let falses = Column<Int>(count: MatchFlags.chunkSize, repeating: 0)

  init(points: [Double]) {
    self.points = points
    ascending = points.indices.sorted { (points[$0], $0) < (points[$1], $1) }
    precision = Column(count: MatchFlags.chunkSize * points.count, repeating: 0)
    scores = Column(count: MatchFlags.chunkSize * points.count, repeating: 0)
    recall = [Double](repeating: 0, count: MatchFlags.chunkSize)
  }

  /// The detections that are walked: places of one class, and only those below the budget in their image.
  struct Detections {
    let places: Range<Int>
    let matched: UnsafePointer<UInt16>
    let ignored: UnsafePointer<UInt16>
    let ranks: UnsafePointer<Int32>
    let scores: UnsafePointer<Double>
    let budget: Int32
    /// A bit for every threshold.
    let all: UInt16

    /// Whether a place counts.
    @inline(__always)
    func isWithin(_ place: Int) -> Bool { ranks[place] < budget }
  }

  /// Recall alone: the true detections over the objects, 0 without detections.
  mutating func readRecall(_ detections: Detections, objects: Int) {
    count(detections)
    for bit in recall.indices { recall[bit] = Double(truths[bit]) / Double(objects) }
  }

  /// The whole curve. `objects` > 0 is how many count.
  mutating func read(_ detections: Detections, objects: Int) {
    readRecall(detections, objects: objects)
    if isNeededFor != objects {
      needed = ascending.map { Self.needed(points[$0], objects) }
      isNeededFor = objects
    }
    precision.start.update(repeating: 0, count: precision.count)
    scores.start.update(repeating: 0, count: scores.count)
    walkBack(detections)
  }

  /// How many true detections it takes until tp / objects ≥ point, the quotient rounded to a double.
  static func needed(_ point: Double, _ objects: Int) -> Int {
    guard point > 0 else { return 0 }
    let whole = Double(objects)
    var count = Int((point * whole).rounded(.down))
    while count > 0 && Double(count - 1) / whole >= point { count -= 1 }
    while Double(count) / whole < point { count += 1 }
    return count
  }

  /// Ends with the true and false detections at each threshold; ignored ones are neither.
  private func count(_ detections: Detections) {
    truths.start.update(repeating: 0, count: truths.count)
    falses.start.update(repeating: 0, count: falses.count)
    var falseEverywhere = 0
    for place in detections.places {
      let (matched, ignored) = (detections.matched[place], detections.ignored[place])
      guard ignored != detections.all, detections.isWithin(place) else { continue }
      if matched | ignored == 0 {
        falseEverywhere += 1
      } else {
        add(matched & ~ignored, to: truths, 1)
        add(~(matched | ignored) & detections.all, to: falses, 1)
      }
    }
    for bit in 0..<falses.count { falses.start[bit] += falseEverywhere }
  }

  @inline(__always)
  private func add(_ bits: UInt16, to counts: Column<Int>, _ amount: Int) {
    var bits = bits
    while bits != 0 {
      counts.start[bits.trailingZeroBitCount] += amount
      bits &= bits - 1
    }
  }

  private func walkBack(_ detections: Detections) {
    var envelope = [Double](repeating: 0, count: MatchFlags.chunkSize)
    // Of each threshold, the greatest point that is not yet read.
    var next = (0..<truths.count).map { bit in needed.lastIndex { $0 <= truths[bit] } ?? -1 }
    var removed = 0
    var firstScore: Double?
    for place in detections.places.reversed() {
      guard detections.isWithin(place) else { continue }
      firstScore = detections.scores[place]
      let (matched, ignored) = (detections.matched[place], detections.ignored[place])
      if matched | ignored == 0 {
        removed += 1
        continue
      }
      if ignored == detections.all { continue }
      var bits = matched & ~ignored
      while bits != 0 {
        let bit = bits.trailingZeroBitCount
        bits &= bits - 1
        let (tp, fp) = (truths[bit], falses[bit] - removed)
        // pycocotools adds eps = 2⁻⁵² to the sum: it matters while fp + tp = 1 only.
        envelope[bit] = max(envelope[bit], Double(tp) / (Double(fp) + Double(tp) + 0x1p-52))
        while next[bit] >= 0 && needed[next[bit]] > tp - 1 {
          let index = bit * points.count + ascending[next[bit]]
          (precision.start[index], scores.start[index]) = (envelope[bit], detections.scores[place])
          next[bit] -= 1
        }
        truths.start[bit] = tp - 1
      }
      add(~(matched | ignored) & detections.all, to: falses, -1)
    }
    // Points that need nothing are read at the first detection, whatever it is.
    guard let firstScore else { return }
    for bit in next.indices where next[bit] >= 0 {
      for place in 0...next[bit] {
        let index = bit * points.count + ascending[place]
        (precision.start[index], scores.start[index]) = (envelope[bit], firstScore)
      }
    }
  }
}
