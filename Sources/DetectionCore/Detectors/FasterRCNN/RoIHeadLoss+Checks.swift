extension RoIHeadLoss {
  /// What the outputs must be to fit the proposals, and the ground truth to fit the classes.
  func check(
    _ logits: Tensor<S>, _ deltas: Tensor<S>, _ proposals: Boxes<S>, _ imageIndices: Tensor<Int>,
    _ truth: GroundTruth<S>
  ) throws(DetectionError) {
    let rows = proposals.count
    guard logits.shape.rank == 2, logits.shape[0] == rows else {
      throw .shape(.classLogits, .classesOfProposals(rows), found: logits.shape)
    }
    try SoftmaxTerm<S>.checkClasses(logits)
    let classes = logits.shape[1]
    guard background < classes || classes == 0 else {
      throw .conflict(.backgroundClass, .background(background, classes: classes))
    }
    let widths = widths(classes)
    guard deltas.shape.rank == 2, deltas.shape[0] == rows, rows == 0 || widths.contains(deltas.shape[1]) else {
      throw .shape(.boxDeltas, .offsetsOfProposals(rows, widths: widths), found: deltas.shape)
    }
    try DenseHeads.check(proposals, as: .proposals, truth)
    try check(imageIndices, rows, imageCount: truth.imageCount)
    // Without proposals the objects' classes are not used, and an empty list does not say how many there are.
    if rows > 0 { try checkLabels(truth, classes) }
  }

  /// Columns that the offsets of so many classes may have.
  private func widths(_ classes: Int) -> [Int] {
    let (all, isTooMany) = classes.multipliedReportingOverflow(by: 4)
    guard !isTooMany, all > 4 else { return [4] }
    // Who has the background last mostly has no offsets for it.
    let withoutBackground = background == classes - 1 && all > 8 ? [all - 4] : []
    return [all] + withoutBackground + [4]
  }

  private func check(_ imageIndices: Tensor<Int>, _ rows: Int, imageCount: Int) throws(DetectionError) {
    guard imageIndices.shape == Shape(vector: rows) else {
      throw .shape(.proposalImageIndices, .toFit(.proposals, Shape(vector: rows)), found: imageIndices.shape)
    }
    let images = 0..<imageCount
    guard let failing = imageIndices.withElements({ $0.firstIndex { !images.contains($0) } }) else { return }
    throw .number(
      .proposalImageIndices, .proposalImage(images), position: failing, value: Double(imageIndices[failing]))
  }

  /// No object is background.
  private func checkLabels(_ truth: GroundTruth<S>, _ classes: Int) throws(DetectionError) {
    let labels = truth.labels
    let failing = labels.withElements { $0.firstIndex { !($0 >= 0 && $0 < classes) || $0 == background } }
    guard let failing else { return }
    throw .number(
      .targetLabels, .foregroundClass(0..<classes, background: background), position: failing,
      value: Double(labels[failing]))
  }
}
