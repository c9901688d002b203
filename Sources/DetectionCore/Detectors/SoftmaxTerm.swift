/// Softmax cross entropy of the rows of a head, one class index a row.
struct SoftmaxTerm<S: Scalar>: Sendable {
  let logits: Tensor<S>
  let classes: Int
  private static var block: Int { 4096 }

  /// A head whose last axis are the classes.
  init(_ logits: Tensor<S>) {
    self.logits = logits
    classes = logits.shape.extents.last ?? 0
  }

  /// A row needs a class to be of; where there are no rows nothing does.
  static func checkClasses(_ logits: Tensor<S>) throws(DetectionError) {
    guard logits.count > 0 || logits.shape.extents.dropLast().contains(0) else {
      throw .shape(.classLogits, .withBackground, found: logits.shape)
    }
  }

  /// −log p of each row's class: `labels` stand for the rows from `start` on.
  func losses(from start: Int, _ labels: [Int], deadline: Deadline) throws(DetectionError) -> [S] {
    let losses = UninitializedTensor<S>(Shape(vector: labels.count))
    let perBlock = max(1, Self.block / max(classes, 1))
    _ = try blockwiseSum(
      blocks: (labels.count + perBlock - 1) / perBlock, isParallel: labels.count >= 16 * perBlock, deadline: deadline
    ) { block in
      for row in block * perBlock..<min((block + 1) * perBlock, labels.count) {
        (losses.start + row).initialize(to: value(start + row, labels[row]))
      }
      return 0
    }
    return losses.tensor.elements
  }

  /// −log p of one row's class.
  func value(_ row: Int, _ label: Int) -> S {
    logits.withElements { logits in
      Softmax(logits.baseAddress.unsafelyUnwrapped + row * classes, stride: 1, classes: classes).negativeLog(label)
    }
  }

  /// Writes the derivatives by one row's logits, p − 1 at its class and p elsewhere, by `divisor`, times `weight`.
  func writeSlopes(_ row: Int, _ label: Int, _ slopes: UnsafeMutablePointer<S>, divisor: S, weight: S) {
    logits.withElements { logits in
      let softmax = Softmax(
        logits.baseAddress.unsafelyUnwrapped + row * classes, stride: 1, classes: classes)
      let slopes = slopes + row * classes
      for c in 0..<classes {
        slopes[c] = (c == label ? -softmax.complement(c) : softmax.probability(c)) / divisor * weight
      }
    }
  }

  /// Σ −log p over the rows that have a class, by `divisor`, without the weight. Slopes, zeros of the logits' shape before,
  /// are those of the weighted term. `labels`: the class of every row, or less than 0 for a row that does not count.
  func sum(
    _ labels: [Int], _ slopes: UnsafeMutablePointer<S>?, divisor: Double, weight: Double, _ deadline: Deadline
  ) throws(DetectionError) -> Double {
    let (perBlock, output) = (max(1, Self.block / max(classes, 1)), Output(slopes: slopes))
    return try blockwiseSum(
      blocks: (labels.count + perBlock - 1) / perBlock, isParallel: labels.count >= 16 * perBlock, deadline: deadline
    ) { block in
      var sum = 0.0
      for row in block * perBlock..<min((block + 1) * perBlock, labels.count) where labels[row] >= 0 {
        sum += Double(value(row, labels[row]))
        guard let slopes = output.slopes else { continue }
        writeSlopes(row, labels[row], slopes, divisor: S(divisor), weight: S(weight))
      }
      return sum
    } / divisor
  }

  /// Where derivatives go.
  private struct Output: @unchecked Sendable {
    // Blocks are different rows: no two threads touch the same memory.
    let slopes: UnsafeMutablePointer<S>?
  }
}
