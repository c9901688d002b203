/// A term of the matches of a batch: each match costs something of its own row of a head.
struct MatchTerm<S: Scalar> {
  let matches: TargetMatches<S>
  /// Rows of a head in one image.
  let rows: Int
  /// What each image's sum is divided by.
  let divisors: [Double]
  /// What the matches of each object count; `nil`: all 1.
  let weights: Tensor<S>?

  init(matches: TargetMatches<S>, rows: Int, divisors: [Double], weights: Tensor<S>?) {
    self.matches = matches
    self.rows = rows
    self.divisors = divisors
    self.weights = weights
  }

  /// Of matches whose anchors are rows counted through the batch.
  init(counted matches: TargetMatches<S>, divisors: [Double], weights: Tensor<S>?) {
    self.init(matches: matches, rows: 0, divisors: divisors, weights: weights)
  }

  /// A term without its weight, and the slopes of it with its weight, of the head's shape.
  struct Evaluated {
    let value: Double
    let weight: Double
    let slopes: GradientMemory<S>
  }

  /// Σ_images (Σ cost)/divisor over the matches. `cost` gets the match's position among the matches and its row in the
  /// head, counted through the batch, and writes the row's derivatives where there is room for them.
  func evaluate(
    _ head: Tensor<S>, columns: Int, weight: Double, gradients: Bool, _ deadline: Deadline,
    _ cost: (_ match: Int, _ row: Int, _ slopes: UnsafeMutablePointer<S>?) throws(DetectionError) -> S
  ) throws(DetectionError) -> Evaluated {
    let memory = GradientMemory<S>(head.shape, wanted: gradients)
    var sums = [Double](repeating: 0, count: divisors.count)
    for match in matches.anchors.indices {
      if match & 0x3FF == 0 { try deadline.check() }
      let image = matches.images[match]
      let row = image * rows + matches.anchors[match]
      let slopes = memory.start.map { $0 + row * columns }
      let own = weights?[matches.targets[match]] ?? 1
      sums[image] += Double(own * (try cost(match, row, slopes)))
      guard let slopes else { continue }
      for column in 0..<columns { slopes[column] = own * slopes[column] / S(divisors[image]) * S(weight) }
    }
    return Evaluated(value: zip(sums, divisors).reduce(0) { $0 + $1.0 / $1.1 }, weight: weight, slopes: memory)
  }
}

extension CompositeLoss {
  /// The sum of terms that have a head each: an input of the network's.
  init(
    _ matches: TargetMatches<S>, samples: RowSample? = nil,
    _ terms: [(name: String, head: String, found: MatchTerm<S>.Evaluated)]
  ) {
    self.init(
      terms: terms.map { Term($0.name, $0.found.value, weight: $0.found.weight) }, matches: matches, samples: samples,
      gradients: terms.flatMap { $0.found.slopes.gradient(by: $0.head) })
  }
}
