/// Focal loss over every class of every row of a dense head: a row of an object has one positive class, a row of
/// background none, an ignored row counts for nothing.
struct DenseFocalLoss<S: Scalar>: Sendable {
  let loss: FocalLoss<S>
  let classes: Int
  /// What the term counts.
  let weight: Double
  /// ε of a logarithm of probabilities within [ε, 1 − ε], as of ``ClippedFocalLoss``; 0: none.
  var probabilityEps: S = 0
  private static var block: Int { 8192 }
  private static var parallelFrom: Int { 65536 }

  /// Marks of rows without a positive class.
  static var background: Int { AnchorMatcher<S>.background }
  static var ignored: Int { AnchorMatcher<S>.ignored }

  /// One image's logits and where the derivatives by them go, (A, K) each.
  private struct Rows: @unchecked Sendable {
    // Blocks are different rows: no two threads touch the same memory.
    let logits: UnsafePointer<S>
    let slopes: UnsafeMutablePointer<S>?
    /// The positive class of each row, or one of the marks.
    let labels: [Int]
    /// What each row counts; `nil`: all 1.
    let weights: [S]?

    func weight(_ row: Int) -> S { weights?[row] ?? 1 }
  }

  /// Σ_images (Σ rows)/divisor, without the weight; slopes, of the logits' shape (B, A, K), are those of the weighted term.
  /// `labels`: by image and row the positive class, or one of the marks.
  private func evaluate(
    _ logits: Tensor<S>, _ labels: [[Int]], _ divisors: [Double], _ weights: [[S]?],
    _ slopes: UnsafeMutablePointer<S>?, _ deadline: Deadline
  ) throws(DetectionError) -> Double {
    let perImage = logits.shape[1] * logits.shape[2]
    return try logits.withElements { (elements) throws(DetectionError) -> Double in
      var total = 0.0
      for (image, labels) in labels.enumerated() {
        let rows = Rows(
          logits: elements.baseAddress.unsafelyUnwrapped + image * perImage,
          slopes: slopes.map { $0 + image * perImage }, labels: labels, weights: weights[image])
        total += try sum(rows, divisor: S(divisors[image]), deadline) / divisors[image]
      }
      return total
    }
  }

  /// The term of logits (B, A, K) and its gradient. `weights`: by image what each row counts; `nil`: all 1.
  func term(
    _ logits: Tensor<S>, _ labels: [[Int]], _ divisors: [Double], weights: [[S]?], gradients: Bool,
    _ deadline: Deadline
  ) throws(DetectionError) -> MatchTerm<S>.Evaluated {
    if let alphas = loss.classAlphas, alphas.count != classes {
      throw .shape(.alpha, .numberPerClass(classes), found: Shape(vector: alphas.count))
    }
    let slopes = GradientMemory<S>(logits.shape, wanted: gradients)
    return .init(
      value: try evaluate(logits, labels, divisors, weights, slopes.start, deadline), weight: weight, slopes: slopes)
  }

  /// Σ over the rows of one image that count. Slopes are those of weight · Σ/divisor.
  private func sum(_ rows: Rows, divisor: S, _ deadline: Deadline) throws(DetectionError) -> Double {
    let perBlock = max(1, Self.block / max(classes, 1))
    let blocks = (rows.labels.count + perBlock - 1) / perBlock
    return try blockwiseSum(
      blocks: blocks, isParallel: rows.labels.count >= Self.parallelFrom / max(classes, 1), deadline: deadline
    ) { block in
      let start = block * perBlock
      return sum(rows, start..<min(start + perBlock, rows.labels.count), divisor)
    }
  }

  private func sum(_ rows: Rows, _ range: Range<Int>, _ divisor: S) -> Double {
    let targets = oneHot(rows.labels[range])
    var sum = 0.0
    targets.withUnsafeBufferPointer { targets in
      guard let targets = targets.baseAddress else { return }
      var next = range.lowerBound
      while next < range.upperBound {
        let (first, own) = (next, rows.weight(next))
        while next < range.upperBound, rows.labels[next] != Self.ignored, rows.weight(next) == own { next += 1 }
        let slopes = rows.slopes.map { $0 + first * classes }
        let part = evaluate(
          ElementStretch(
            count: (next - first) * classes, inputs: rows.logits + first * classes,
            targets: targets + (first - range.lowerBound) * classes, values: nil, slopes: slopes, divisor: divisor))
        sum += own == 1 ? part : Double(own) * part
        if own != 1, let slopes { for i in 0..<(next - first) * classes { slopes[i] *= own } }
        if next < range.upperBound, rows.labels[next] == Self.ignored { next += 1 }
      }
    }
    if weight != 1, let slopes = rows.slopes {
      for i in range.lowerBound * classes..<range.upperBound * classes { slopes[i] *= S(weight) }
    }
    return sum
  }

  private func evaluate(_ stretch: ElementStretch<S>) -> Double {
    probabilityEps > 0 ? ClippedFocalLoss(loss, eps: probabilityEps).sum(stretch) : loss.sum(stretch)
  }

  private func oneHot(_ labels: ArraySlice<Int>) -> [S] {
    var targets = [S](repeating: 0, count: max(labels.count * classes, 1))
    for (row, label) in labels.enumerated() where label >= 0 { targets[row * classes + label] = 1 }
    return targets
  }
}
