/// The rows (N, C) of a YOLOv3 head for one image, and where the derivatives by them go.
///
/// `@unchecked Sendable`: threads work on different rows.
struct YOLOv3Rows<S: Scalar>: @unchecked Sendable {
  let numbers: UnsafePointer<S>
  let slopes: UnsafeMutablePointer<S>?
  let channels: Int

  @inline(__always)
  func row(_ row: Int) -> (numbers: UnsafePointer<S>, slopes: UnsafeMutablePointer<S>?) {
    (numbers + row * channels, slopes.map { $0 + row * channels })
  }
}

/// The objectness of those rows of a YOLOv3 head that learn no object: 0, or nothing where the box is near an object.
struct YOLOv3Background<S: Scalar>: Sendable {
  let grid: Grid
  let ignoredBy: YOLOv3Loss<S>.Overlapping
  let threshold: S
  private static var block: Int { 512 }
  private static var parallelFrom: Int { 4096 }

  /// Σ of the cross entropies with 0, and how many rows are ignored. Slopes are those of the sum times `factor`.
  func evaluate(_ head: YOLOv3Rows<S>, _ image: YOLOv3Image<S>, factor: S, deadline: Deadline) throws(DetectionError)
    -> (sum: Double, ignored: Int)
  {
    let passedOver = (image.matches.map(\.row) + image.covered).sorted()
    var total = 0.0
    var ignored = image.covered.count
    for level in grid.levels {
      try deadline.check()
      let count = level.rows.count
      let blocks = (count + Self.block - 1) / Self.block
      let counts = UninitializedTensor<Int>(Shape(vector: blocks))
      counts.start.initialize(repeating: 0, count: blocks)
      total += try blockwiseSum(blocks: blocks, isParallel: count >= Self.parallelFrom, deadline: deadline) { block in
        let start = block * Self.block
        return evaluate(
          head, image.corners, passedOver, level, start..<min(start + Self.block, count), factor, &counts.start[block])
      }
      ignored += counts.tensor.elements.reduce(0, +)
    }
    return (total, ignored)
  }

  private func evaluate(
    _ head: YOLOv3Rows<S>, _ objects: [CornerBox<S>], _ passedOver: [Int], _ level: Grid.Level, _ range: Range<Int>,
    _ factor: S, _ ignored: inout Int
  ) -> Double {
    var sum = 0.0
    var next = passedOver.partitioningIndex { $0 >= level.rows.lowerBound + range.lowerBound }
    for index in range {
      let row = level.rows.lowerBound + index
      if next < passedOver.count, passedOver[next] == row {
        next += 1
        continue
      }
      let (numbers, slopes) = head.row(row)
      guard !isNearObject(numbers, grid.place(of: index, in: level), objects) else {
        ignored += 1
        continue
      }
      let term = Logistic(logit: S.One(repeating: numbers[4]))
      sum += Double(term.negativeLogComplement.first)
      slopes?[4] = term.probability.first * factor
    }
    return sum
  }

  private func isNearObject(_ numbers: UnsafePointer<S>, _ place: Grid.Place<S>, _ objects: [CornerBox<S>])
    -> Bool
  {
    guard !objects.isEmpty else { return false }
    let box = CornerBox(ignoredBy == .prediction ? place.decode(numbers) : place.prior)
    return objects.contains { box.iou($0) > threshold }
  }
}

extension [Int] {
  /// The first index from which on a condition holds, of ascending elements.
  fileprivate func partitioningIndex(_ holds: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
