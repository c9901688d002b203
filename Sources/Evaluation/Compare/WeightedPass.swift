/// The curve of a ``MatchList`` whose images count as often as weights say: the numbers of ``CurvePass`` to the bit, at a
/// fraction of its steps.
///
/// An image that counts twice is the same as two copies of it, one behind the other: precision between copies of a true
/// detection is below that behind the last.
struct WeightedPass {
  private static let size = MatchFlags.chunkSize

  private let points: [Double]
  /// The points in ascending order.
  private let ascending: [Int]
  private var needed: [Int] = []
  private var isNeededFor = -1
  /// [threshold · points + point]
  private let precision: Column<Double>
  /// [threshold]
  private(set) var recall = [Double](repeating: 0, count: size)
  /// True and false detections by threshold; true ones by budget and threshold.
  private let truths = Column<Int>(count: size, repeating: 0)
  private let falses = Column<Int>(count: size, repeating: 0)
  private let truthsOfBudgets: Column<Int>
  private let budgets: Int
  /// What the detections that are false everywhere weigh between one other and the next.
  private var runs: [Int] = []
  private var next = [Int](repeating: -1, count: size)
  private var envelope = [Double](repeating: 0, count: size)

  init(points: [Double], budgets: Int) {
    self.points = points
    self.budgets = budgets
    ascending = points.indices.sorted { (points[$0], $0) < (points[$1], $1) }
    precision = Column(count: Self.size * points.count, repeating: 0)
    truthsOfBudgets = Column(count: Self.size * budgets, repeating: 0)
  }

  /// Reads a list with so many objects, above 0. `take` is called for each budget in ascending order, when `recall` is that
  /// of it; at the last one the curve is there as well.
  mutating func read(
    _ list: MatchList, weights: UnsafePointer<Int32>, objects: Int, take: (WeightedPass, Int) -> Void
  ) {
    count(list, weights)
    truths.start.update(repeating: 0, count: Self.size)
    for budget in 0..<budgets {
      // Those within a smaller budget, and more.
      for bit in 0..<Self.size {
        truths.start[bit] += truthsOfBudgets[budget * Self.size + bit]
        recall[bit] = Double(truths[bit]) / Double(objects)
      }
      if budget == budgets - 1 { walkBack(list, weights, objects) }
      take(self, budget)
    }
  }

  /// The mean of precision over the recall points.
  func meanPrecision(_ bit: Int) -> Double {
    var sum = 0.0
    for index in bit * points.count..<(bit + 1) * points.count { sum += precision[index] }
    return sum / Double(points.count)
  }

  private mutating func count(_ list: MatchList, _ weights: UnsafePointer<Int32>) {
    truthsOfBudgets.start.update(repeating: 0, count: truthsOfBudgets.count)
    falses.start.update(repeating: 0, count: Self.size)
    runs.removeAll(keepingCapacity: true)
    var (first, falseEverywhere) = (0, 0)
    for place in list.images.indices {
      let end = Int(list.falseEnds[place])
      let run = list.falseImages.withUnsafeBufferPointer { images in
        var run = 0
        for index in first..<end { run += Int(weights[Int(images[index])]) }
        return run
      }
      first = end
      falseEverywhere += run
      runs.append(run)
      let weight = Int(weights[Int(list.images[place])])
      guard weight > 0 else { continue }
      add(list.truths[place], to: truthsOfBudgets.start + Int(list.budgets[place]) * Self.size, weight)
      add(list.falses[place], to: falses.start, weight)
    }
    for bit in 0..<Self.size { falses.start[bit] += falseEverywhere }
  }

  @inline(__always)
  private func add(_ bits: UInt16, to counts: UnsafeMutablePointer<Int>, _ amount: Int) {
    var bits = bits
    while bits != 0 {
      counts[bits.trailingZeroBitCount] += amount
      bits &= bits - 1
    }
  }

  /// ``CurvePass``' walk from the last detection to the first; the truths are all of them before, and none after.
  private mutating func walkBack(_ list: MatchList, _ weights: UnsafePointer<Int32>, _ objects: Int) {
    if isNeededFor != objects {
      needed = ascending.map { CurvePass.needed(points[$0], objects) }
      isNeededFor = objects
    }
    precision.start.update(repeating: 0, count: precision.count)
    for bit in 0..<Self.size {
      envelope[bit] = 0
      next[bit] = needed.lastIndex { $0 <= truths[bit] } ?? -1
    }
    for place in list.images.indices.reversed() {
      let weight = Int(weights[Int(list.images[place])])
      if weight > 0 {
        var bits = list.truths[place]
        while bits != 0 {
          takeTruth(bits.trailingZeroBitCount, weight)
          bits &= bits - 1
        }
        add(list.falses[place], to: falses.start, -weight)
      }
      for bit in 0..<Self.size { falses.start[bit] -= runs[place] }
    }
    // Points that need nothing are read at the first detection, whatever it is.
    for bit in next.indices where next[bit] >= 0 {
      for place in 0...next[bit] { precision.start[bit * points.count + ascending[place]] = envelope[bit] }
    }
  }

  private mutating func takeTruth(_ bit: Int, _ weight: Int) {
    let (tp, fp) = (truths[bit], falses[bit])
    envelope[bit] = max(envelope[bit], Double(tp) / (Double(fp) + Double(tp) + 0x1p-52))
    while next[bit] >= 0 && needed[next[bit]] > tp - weight {
      precision.start[bit * points.count + ascending[next[bit]]] = envelope[bit]
      next[bit] -= 1
    }
    truths.start[bit] = tp - weight
  }
}
