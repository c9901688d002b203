/// Candidates by class: classes do not touch each other, so they are worked on at the same time.
struct ClassGroups: Sendable {
  struct Group: Sendable {
    let label: Int
    /// Where its candidates stand among all, rising.
    let positions: ArraySlice<Int>
  }

  let groups: [Group]
  /// How many candidates there are in all.
  let count: Int

  /// Groups in the order in which labels appear; without labels, one of label 0.
  init(count: Int, labels: [Int]?) {
    self.count = count
    guard let labels else {
      groups = [Group(label: 0, positions: ArraySlice(0..<count))]
      return
    }
    var names = LabelNumbers(labels)
    let numbers = labels.map { names.number(of: $0) }
    // Of each group its beginning, the end of the last behind it.
    var starts = [Int](repeating: 0, count: names.labels.count + 1)
    for number in numbers { starts[number + 1] += 1 }
    for group in names.labels.indices { starts[group + 1] += starts[group] }
    var next = starts
    var positions = [Int](repeating: 0, count: labels.count)
    for (position, number) in numbers.enumerated() {
      positions[next[number]] = position
      next[number] += 1
    }
    groups = names.labels.enumerated().map { [positions] number, label in
      Group(label: label, positions: positions[starts[number]..<starts[number + 1]])
    }
  }

  /// Below this many candidates, another thread costs more than it brings.
  private static var parallelFrom: Int { 4096 }

  /// Calls `work` with every group, on several threads if that pays; it answers whether it was done in time.
  func forEach(_ work: @Sendable (Group) -> Bool) throws(DetectionError) {
    let late = UninitializedTensor<Bool>(Shape(vector: groups.count))
    @Sendable func step(_ number: Int) { (late.start + number).initialize(to: !work(groups[number])) }
    if groups.count > 1 && count >= Self.parallelFrom {
      Parallel.forEach(groups.count, step)
    } else {
      for number in groups.indices { step(number) }
    }
    guard !late.tensor.elements.contains(true) else { throw .deadlineExceeded }
  }
}

/// Labels by the numbers 0, 1, … in the order in which they appear.
private struct LabelNumbers {
  private(set) var labels: [Int] = []
  private let least: Int
  /// By label − least, −1 where a label has not appeared; empty where the labels are too far apart.
  private var table: [Int] = []
  private var known: [Int: Int] = [:]

  init(_ labels: [Int]) {
    least = labels.min() ?? 0
    let (span, overflow) = (labels.max() ?? 0).subtractingReportingOverflow(least)
    if !overflow && span / 2 <= labels.count { table = [Int](repeating: -1, count: span + 1) }
  }

  @inline(__always)
  mutating func number(of label: Int) -> Int {
    if !table.isEmpty {
      let number = table[label &- least]
      if number >= 0 { return number }
      table[label &- least] = labels.count
    } else if let number = known[label] {
      return number
    } else {
      known[label] = labels.count
    }
    labels.append(label)
    return labels.count - 1
  }
}
