/// Softmax cross entropy of the rows of a head, one class index a row.
struct SoftmaxTerm<S: Scalar>: Sendable {
  let logits: Tensor<S>
  let classes: Int
  private let loss: CrossEntropyLoss<S>
  private static var block: Int { 4096 }

  /// A head whose last axis are the classes. Throws unless the loss has a weight for each class, or for none.
  init(_ logits: Tensor<S>, _ loss: CrossEntropyLoss<S>) throws(DetectionError) {
    self.logits = logits
    self.loss = loss
    classes = logits.shape.extents.last ?? 0
    if let weights = loss.classWeights { try LossWeights.check(weights, count: classes) }
  }

  /// A row needs a class to be of; where there are no rows nothing does.
  static func checkClasses(_ logits: Tensor<S>) throws(DetectionError) {
    guard logits.count > 0 || logits.shape.extents.dropLast().contains(0) else {
      throw .shape(.classLogits, .withBackground, found: logits.shape)
    }
  }

  /// What each row costs: `labels` stand for the rows from `start` on.
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

  /// What one row costs.
  func value(_ row: Int, _ label: Int) -> S {
    logits.withElements { logits in
      loss.logitTerm(
        Softmax(logits.baseAddress.unsafelyUnwrapped + row * classes, stride: 1, classes: classes), label, nil)
    }
  }

  /// Writes the derivatives by one row's logits, by `divisor`, times `weight`.
  func writeSlopes(_ row: Int, _ label: Int, _ slopes: UnsafeMutablePointer<S>, divisor: S, weight: S) {
    logits.withElements { logits in
      let softmax = Softmax(
        logits.baseAddress.unsafelyUnwrapped + row * classes, stride: 1, classes: classes)
      let slopes = slopes + row * classes
      _ = loss.logitTerm(softmax, label, slopes)
      for c in 0..<classes { slopes[c] = slopes[c] / divisor * weight }
    }
  }

  /// Σ over the rows that have a class, by `divisor`, without the weight. Slopes, zeros of the logits' shape before,
  /// are those of the weighted term. `labels`: the class of every row, or less than 0 for a row that does not count;
  /// `weights`: what each row counts, `nil`: all 1.
  func sum(
    _ labels: [Int], weights: [S]? = nil, _ slopes: UnsafeMutablePointer<S>?, divisor: Double, weight: Double,
    _ deadline: Deadline
  ) throws(DetectionError) -> Double {
    let (perBlock, output) = (max(1, Self.block / max(classes, 1)), Output(slopes: slopes))
    return try blockwiseSum(
      blocks: (labels.count + perBlock - 1) / perBlock, isParallel: labels.count >= 16 * perBlock, deadline: deadline
    ) { block in
      var sum = 0.0
      for row in block * perBlock..<min((block + 1) * perBlock, labels.count) where labels[row] >= 0 {
        let own = weights?[row] ?? 1
        sum += Double(own * value(row, labels[row]))
        guard let slopes = output.slopes else { continue }
        writeSlopes(row, labels[row], slopes, divisor: S(divisor), weight: own * S(weight))
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
