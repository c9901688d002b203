/// Candidates by class: classes do not touch each other, so they are worked on at the same time.
struct ClassGroups: Sendable {
  struct Group: Sendable {
    let label: Int
    /// Where its candidates stand among all, rising.
    var positions: [Int]
  }

  let groups: [Group]
  /// How many candidates there are in all.
  let count: Int

  /// Groups in the order in which labels appear; without labels, one of label 0.
  init(count: Int, labels: [Int]?) {
    self.count = count
    guard let labels else {
      groups = [Group(label: 0, positions: Array(0..<count))]
      return
    }
    var groups: [Group] = []
    var known: [Int: Int] = [:]
    for (position, label) in labels.enumerated() {
      if let group = known[label] {
        groups[group].positions.append(position)
      } else {
        known[label] = groups.count
        groups.append(Group(label: label, positions: [position]))
      }
    }
    self.groups = groups
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
