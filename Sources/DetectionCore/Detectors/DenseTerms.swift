/// What the terms of a loss of dense heads share: who is trained on what, and what each image's sum is divided by.
struct DenseTerms<S: Scalar> {
  /// (A, 4).
  let anchors: Boxes<S>
  let truth: GroundTruth<S>
  var assignment: AnchorAssignment<S>
  var divisors: [Double]
  let gradients: Bool
  let deadline: Deadline
  /// As of ``DenseFocalLoss``.
  var probabilityEps: S = 0

  /// Focal loss of all classes of the rows of `logits` (B, A, K) that count.
  func focal(_ loss: FocalLoss<S>, _ logits: Tensor<S>, weight: Double) throws(DetectionError) -> MatchTerm<S>.Evaluated
  {
    try focal(loss, logits, assignment.targets.map(truth.classes(of:)), weight: weight)
  }

  /// The same of other classes than the objects': by image and row the positive class, or one of the marks.
  func focal(_ loss: FocalLoss<S>, _ logits: Tensor<S>, _ labels: [[Int]], weight: Double) throws(DetectionError)
    -> MatchTerm<S>.Evaluated
  {
    try DenseFocalLoss(loss: loss, classes: logits.shape[2], weight: weight, probabilityEps: probabilityEps).term(
      logits, labels, divisors, weights: assignment.targets.map(truth.weights(of:)), gradients: gradients, deadline)
  }

  /// The same, whose sums are divided by as much again.
  func divided(by count: Int) -> DenseTerms {
    var terms = self
    terms.divisors = divisors.map { $0 * Double(count) }
    return terms
  }

  /// The matches of the moment.
  var matched: MatchTerm<S> {
    MatchTerm(matches: assignment.matches, rows: anchors.count, divisors: divisors, weights: truth.weights)
  }

  /// The box loss of the offsets (B, A, 4) of matched anchors.
  func boxes(_ loss: BoxRegressionLoss<S>, _ deltas: Tensor<S>, weight: Double) throws(DetectionError)
    -> MatchTerm<S>.Evaluated
  {
    let matched = matched
    return try matched.evaluate(deltas, columns: 4, weight: weight, gradients: gradients, deadline) {
      match, row, slopes in
      let anchor = anchors.withRows { Box($0 + 4 * matched.matches.anchors[match], anchors.format) }
      let offsets = deltas.withElements { BoxDeltas($0.baseAddress.unsafelyUnwrapped + 4 * row) }
      return loss.term(offsets, anchor: anchor, target: truth.box(matched.matches.targets[match]), slopes: slopes)
    }
  }
}
