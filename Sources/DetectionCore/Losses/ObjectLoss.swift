/// Rows of a detector loss that count: where the objectness is not 0.
///
/// The sum over rows is divided by N_obj = Σ objectness; with no objects the mean is 0.
struct ObjectRows<S: Scalar> {
  let objectness: Tensor<S>?
  let count: Int

  /// Objectness, if given, is one number in [0, 1] a row.
  init(_ objectness: Tensor<S>?, count: Int, like other: String) throws(DetectionError) {
    self.objectness = objectness
    self.count = count
    guard let objectness else { return }
    try objectness.check("objectness", shape: Shape(vector: count), like: other)
    try objectness.check("objectness", in: 0...1, "an objectness in [0, 1]")
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
    gradient wantsGradient: Bool, _ term: (_ row: Int, _ slopes: UnsafeMutablePointer<S>?) -> S
  ) -> UnreducedLoss<S> {
    var gradient: Tensor<S>?
    let values = Tensor<S>(shape: Shape(vector: count)) { values in
      func run(_ slopes: UnsafeMutablePointer<S>?) {
        for row in 0..<count {
          let weight = self[row]
          guard weight != 0 else {
            values.initializeElement(at: row, to: 0)
            continue
          }
          let slopes = slopes.map { $0 + 4 * row }
          values.initializeElement(at: row, to: weight * term(row, slopes))
          if let slopes { for column in 0..<4 { slopes[column] *= weight } }
        }
      }
      guard wantsGradient else { return run(nil) }
      gradient = Tensor<S>(shape: Shape(boxes: count)) { slopes in
        slopes.initialize(repeating: 0)
        run(slopes.baseAddress)
      }
    }
    return UnreducedLoss(values: values, gradient: gradient, meanDivisor: total)
  }
}
