import DetectionCore

/// The arrays while threads fill them in, each its own classes.
struct ArrayFiller: Sendable {
  let thresholds, points, classes, ranges, budgets: Int
  private let precision: Column<Double>
  private let scores: Column<Double>
  private let recall: Column<Double>

  /// - Parameter limit: the numbers of all three arrays together that the caller can take
  init(
    thresholds: Int, points: Int, classes: Int, ranges: Int, budgets: Int, limit: Int
  ) throws(EvaluationError) {
    guard let recalls = Shape([thresholds, classes, ranges, budgets])?.count,
      let precisions = Shape([recalls, points])?.count, let all = Shape([precisions, 2])?.count,
      all <= limit - recalls
    else { throw .answerTooLarge(elements: .max, limit: limit) }
    (self.thresholds, self.points, self.classes, self.ranges, self.budgets) = (
      thresholds, points, classes, ranges, budgets
    )
    precision = Column(count: precisions, repeating: -1)
    scores = Column(count: precisions, repeating: -1)
    recall = Column(count: recalls, repeating: -1)
  }

  /// Puts the curves of a chunk of thresholds in their places.
  func write(_ pass: CurvePass, thresholds chunk: Range<Int>, number: Int, range: Int, budget: Int) {
    for (bit, threshold) in chunk.enumerated() {
      recall.start[((threshold * classes + number) * ranges + range) * budgets + budget] = pass.recall[bit]
      for point in 0..<points {
        let place = (((threshold * points + point) * classes + number) * ranges + range) * budgets + budget
        precision.start[place] = pass.precision[bit * points + point]
        scores.start[place] = pass.scores[bit * points + point]
      }
    }
  }

  var arrays: COCOArrays {
    func tensor(_ column: Column<Double>, _ extents: [Int]) -> Tensor<Double> {
      Tensor(shape: Shape(extents) ?? Shape(vector: 0), borrowing: UnsafePointer(column.start), owner: column)
    }
    let extents = [thresholds, points, classes, ranges, budgets]
    return COCOArrays(
      precision: tensor(precision, extents), scores: tensor(scores, extents),
      recall: tensor(recall, [thresholds, classes, ranges, budgets]))
  }
}
