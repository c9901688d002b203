/// Anchors for the boxes that there are: k-means of their widths and heights with the distance 1 − IoU, as if all boxes
/// had one centre.
///
/// Redmon and Farhadi, «YOLO9000» (2017), §2. The first centres are chosen as in k-means++ (Arthur and Vassilvitskii
/// 2007), each with a probability that grows with the square of its distance from those before, by ``SplitMix64``. The
/// arithmetic is float64; the same input and seed give the same bits.
public struct AnchorFit: Sendable {
  /// How a cluster's anchor is made of its members.
  public enum Update: String, Sendable, CaseIterable {
    /// The mean width and the mean height.
    case mean
    /// The medians of both.
    case median
  }

  /// k, not more than there are different sizes.
  public var clusters: Int
  /// What the first centres are drawn with.
  public var seed: UInt64
  /// How anchors are made of their members.
  public var update: Update
  /// Updates at the most.
  public var iterations: Int

  /// A fit.
  public init(clusters: Int, seed: UInt64 = 0, update: Update = .mean, iterations: Int = 300) {
    self.clusters = clusters
    self.seed = seed
    self.update = update
    self.iterations = iterations
  }

  /// Anchors, and how well they fit.
  public struct Result: Sendable {
    /// (k), by growing area.
    public let anchors: [AnchorShape]
    /// For each box the anchor with the highest IoU.
    public let labels: [Int]
    /// For each box that IoU.
    public let iou: [Double]
    /// How many boxes each anchor has.
    public let counts: [Int]
    /// Updates that changed something.
    public let iterations: Int

    /// The mean of the boxes' IoU with their anchors.
    public var meanIoU: Double { iou.withUnsafeBufferPointer { pairwiseSum($0) } / Double(iou.count) }

    /// The thresholds at which recall is given: 0.5, 0.55, … 0.95.
    public static let thresholds = (10..<20).map { Double($0) / 20 }

    /// The share of boxes whose IoU is at least each threshold.
    public var recall: [Double] {
      Self.thresholds.map { threshold in
        Double(iou.reduce(0) { $0 + ($1 >= threshold ? 1 : 0) }) / Double(iou.count)
      }
    }
  }

  /// Fits anchors to boxes of these widths and heights, all greater than 0.
  public func fit(_ sizes: [AnchorShape], deadline: Deadline = .never) throws(DetectionError) -> Result {
    try check(sizes)
    var anchors = try seeds(sizes, deadline)
    var assignment = try Assignment(sizes, anchors, deadline)
    var updates = 0
    while updates < iterations {
      let moved = centers(sizes, anchors, assignment.labels)
      guard moved != anchors else { break }
      anchors = moved
      assignment = try Assignment(sizes, anchors, deadline)
      updates += 1
    }
    return sorted(anchors, assignment, updates)
  }

  private func check(_ sizes: [AnchorShape]) throws(DetectionError) {
    guard clusters >= 1 else { throw .conflict(.clusters, .noCluster) }
    let different = Set(sizes).count
    guard clusters <= different else {
      throw .conflict(.clusters, .clusters(clusters, differentSizes: different))
    }
  }

  // MARK: k-means

  private func seeds(_ sizes: [AnchorShape], _ deadline: Deadline) throws(DetectionError) -> [AnchorShape] {
    var generator = SplitMix64(seed: seed)
    var anchors = [sizes[Int(generator.unit() * Double(sizes.count))]]
    var nearest = [Double](repeating: .infinity, count: sizes.count)
    while anchors.count < clusters {
      try deadline.check()
      let last = anchors[anchors.count - 1]
      var total = 0.0
      for index in sizes.indices {
        let distance = 1 - sizes[index].iou(with: last)
        nearest[index] = min(nearest[index], distance * distance)
        total += nearest[index]
      }
      anchors.append(sizes[draw(nearest, generator.unit() * total) ?? other(sizes, than: anchors)])
    }
    return anchors
  }

  /// The first index up to which the weights add up to more than `place`.
  private func draw(_ weights: [Double], _ place: Double) -> Int? {
    var sum = 0.0
    return weights.firstIndex { weight in
      sum += weight
      return sum > place
    }
  }

  /// The first size that is no anchor yet: where all distances are 0 by rounding.
  private func other(_ sizes: [AnchorShape], than anchors: [AnchorShape]) -> Int {
    sizes.firstIndex { !anchors.contains($0) } ?? 0
  }

  /// Each cluster's mean or median; an anchor without members stays where it is.
  private func centers(_ sizes: [AnchorShape], _ anchors: [AnchorShape], _ labels: [Int]) -> [AnchorShape] {
    var members = [[AnchorShape]](repeating: [], count: anchors.count)
    for (size, label) in zip(sizes, labels) { members[label].append(size) }
    return zip(anchors, members).map { anchor, members in
      guard !members.isEmpty else { return anchor }
      return AnchorShape(width: middle(members.map(\.width)), height: middle(members.map(\.height)))
    }
  }

  private func middle(_ values: [Double]) -> Double {
    switch update {
    case .mean: return values.withUnsafeBufferPointer { pairwiseSum($0) } / Double(values.count)
    case .median:
      let sorted = values.sorted()
      let half = sorted.count / 2
      return sorted.count.isMultiple(of: 2) ? sorted[half - 1] / 2 + sorted[half] / 2 : sorted[half]
    }
  }

  /// By growing area, of equal ones the narrower first.
  private func sorted(_ anchors: [AnchorShape], _ assignment: Assignment, _ updates: Int) -> Result {
    let order = anchors.indices.sorted { a, b in
      let (a, b) = (anchors[a], anchors[b])
      return (a.width * a.height, a.width) < (b.width * b.height, b.width)
    }
    var rank = [Int](repeating: 0, count: anchors.count)
    for (place, index) in order.enumerated() { rank[index] = place }
    let labels = assignment.labels.map { rank[$0] }
    var counts = [Int](repeating: 0, count: anchors.count)
    for label in labels { counts[label] += 1 }
    return Result(
      anchors: order.map { anchors[$0] }, labels: labels, iou: assignment.iou, counts: counts, iterations: updates)
  }
}

/// For each box the anchor with the highest IoU, of equal ones the first.
private struct Assignment {
  private(set) var labels: [Int]
  private(set) var iou: [Double]

  init(_ sizes: [AnchorShape], _ anchors: [AnchorShape], _ deadline: Deadline) throws(DetectionError) {
    labels = [Int](repeating: 0, count: sizes.count)
    iou = [Double](repeating: -1, count: sizes.count)
    let rows = max(1, 65536 / anchors.count)
    for index in sizes.indices {
      if index % rows == 0 { try deadline.check() }
      for (label, anchor) in anchors.enumerated() {
        let overlap = sizes[index].iou(with: anchor)
        if overlap > iou[index] { (labels[index], iou[index]) = (label, overlap) }
      }
    }
  }
}

extension AnchorShape {
  /// The IoU of two boxes with one centre. By ratios, so that areas neither overflow nor vanish.
  @inline(__always)
  func iou(with other: AnchorShape) -> Double {
    let (a, b) = (width / other.width, height / other.height)
    let intersection = min(a, 1) * min(b, 1)
    // One box has no more than its smallest part in common with one that is beyond all measure larger.
    guard (a * b).isFinite else { return 0 }
    return intersection / (a * b + (1 - intersection))
  }
}
