/// Rows of a detector loss that count: where the objectness is not 0.
///
/// The sum over rows is divided by N_obj = Σ objectness; with no objects the mean is 0.
struct ObjectRows<S: Scalar>: Sendable {
  let objectness: Tensor<S>?
  let count: Int

  /// Objectness, if given, is one number in [0, 1] a row.
  init(_ objectness: Tensor<S>?, count: Int, like other: InputRole) throws(DetectionError) {
    self.objectness = objectness
    self.count = count
    guard let objectness else { return }
    try objectness.check(.objectness, shape: Shape(vector: count), toFit: other)
    try objectness.check(.objectness, .objectness, in: 0...1)
  }

  /// N_obj.
  var total: S { objectness.map { S($0.withElements { pairwiseSum($0) }) } ?? S(count) }

  @inline(__always)
  subscript(row: Int) -> S { objectness?[row] ?? 1 }

  /// The first row that counts and fails a condition.
  func firstFailing(_ isValid: (Int) -> Bool) -> Int? {
    (0..<count).first { self[$0] != 0 && !isValid($0) }
  }

  /// Evaluates the rows that count. `term` writes a row's four derivatives, 0 before, where its second argument is not `nil`.
  func evaluate(
    weights: LossWeights<S>? = nil, like role: InputRole = .boxes, gradient: Bool, _ reduction: Reduction,
    _ term: @Sendable (_ row: Int, _ slopes: UnsafeMutablePointer<S>?) -> S
  ) throws(DetectionError) -> ReducedLoss<S> {
    let pass = LossPass<S>(
      shape: Shape(vector: count), gradientShape: gradient ? Shape(boxes: count) : nil, reduction: reduction,
      meanDivisor: total, blocks: .rows(width: 4), width: 4,
      weights: try weights?.fitted(to: Shape(vector: count), of: role))
    return try pass.evaluate { rows, output in
      output.sum(rows, width: 4, at: { 4 * $0 }) { row, slopes in
        let weight = self[row]
        guard weight != 0 else { return 0 }
        let value = weight * term(row, slopes)
        if let slopes { for column in 0..<4 { slopes[column] *= weight } }
        return value
      }
    }
  }
}
