/// The loss that YOLO's third version is trained with: a box error, a yes-or-no objectness of every row, and independent
/// yes-or-no classes.
///
///     L = 1/N [w_box Σ_pos box + w_obj Σ_pos −log σ(t_o) + w_noobj Σ_neg −log(1 − σ(t_o)) + w_cls Σ_pos Σ_k BCE(t_k)]
///
/// Each object has one positive: the anchor of all levels whose size is most like its own, in the cell of its centre.
/// Other rows are negative, but for those that overlap an object by more than a threshold, which count for nothing.
/// Assignment and ignoring are constants in the gradient.
///
/// Redmon and Farhadi, «YOLOv3: An Incremental Improvement» (2018), §2.1–2.3.
public struct YOLOv3Loss<S: Scalar>: Sendable {
  /// The box error.
  public enum BoxError: String, Sendable, CaseIterable {
    /// Squared differences of the raw outputs, the target taken back through the decoding.
    case raw
    /// CIoU loss of the decoded box.
    case ciou
  }

  /// What overlaps an object such that a row is ignored.
  public enum Overlapping: String, Sendable, CaseIterable {
    /// The predicted box, as in the authors' code.
    case prediction
    /// The anchor, as the paper's words are.
    case anchor
  }

  /// The box error.
  public var boxError: BoxError
  /// In [0, ½]: target centres are kept at least this part of a cell away from its edges, where raw space is infinite.
  public var centerMargin: S
  /// An IoU above this ignores a row.
  public var ignoreThreshold: S
  /// The IoU of what.
  public var ignoredBy: Overlapping
  /// What N is.
  public var normalization: LossNormalization
  /// The weights of the terms.
  public var weights: YOLOWeights
  /// What the classes learn.
  public var classes = YesNoClasses<S>()

  /// A loss.
  public init(
    boxError: BoxError = .raw, centerMargin: S = 0.01, ignoreThreshold: S = 0.5, ignoredBy: Overlapping = .prediction,
    normalization: LossNormalization = .batch(divisor: nil), weights: YOLOWeights = .init()
  ) {
    self.boxError = boxError
    self.centerMargin = centerMargin
    self.ignoreThreshold = ignoreThreshold
    self.ignoredBy = ignoredBy
    self.normalization = normalization
    self.weights = weights
  }

  /// The loss of a batch. `predictions` (B, N, 5 + K): t_x, t_y, t_w, t_h, t_o and K class logits for each row of the
  /// grid. The ground truth is in pixels of the image that the grid lies on, its labels below K.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ predictions: Tensor<S>, grid: Grid, truth: GroundTruth<S>, gradients: Bool, deadline: Deadline = .never
  ) throws(DetectionError) -> CompositeLoss<S> {
    guard predictions.shape.rank == 3, predictions.shape[0] == truth.imageCount, predictions.shape[1] == grid.rows,
      predictions.shape[2] >= 5
    else {
      throw .shape(
        .predictions, .anchorsOfCells(images: truth.imageCount, rows: grid.rows), found: predictions.shape)
    }
    try classes.check(classes: predictions.shape[2] - 5)
    let images = try (0..<truth.imageCount).map { (image) throws(DetectionError) in
      try YOLOv3Image(grid, truth, image, deadline)
    }
    let batch = YOLOBatch(
      predictions: predictions, divisors: normalization.divisors(positives: images.map(\.matches.count)),
      weights: weights)
    let background = YOLOv3Background<S>(grid: grid, ignoredBy: ignoredBy, threshold: ignoreThreshold)
    return try batch.loss(gradients: gradients) { (image, matches) throws(DetectionError) in
      let objects = images[image.index]
      let head = YOLOv3Rows(numbers: image.numbers, slopes: image.slopes, channels: predictions.shape[2])
      objects.note(image.index, in: &matches)
      var sums = matchedTerms(head, objects, image.factors)
      let others = try background.evaluate(head, objects, factor: image.factors.noObject, deadline: deadline)
      sums.noObject = others.sum
      matches.ignore(others.ignored, image: image.index)
      return sums
    }
  }

  /// Box, objectness and classes of the rows that learn an object.
  private func matchedTerms(_ head: YOLOv3Rows<S>, _ image: YOLOv3Image<S>, _ factors: YOLOFactors<S>) -> YOLOSums {
    var sums = YOLOSums()
    let box = YOLOv3BoxTerm(error: boxError, margin: centerMargin)
    for match in image.matches {
      let (numbers, slopes) = head.row(match.row)
      let weight = image.weights[match.object]
      let factors = factors.times(weight)
      let value = box.evaluate(numbers, match.place, target: image.boxes[match.object], slopes: slopes)
      sums.box += Double(weight * value)
      if let slopes { for column in 0..<4 { slopes[column] *= factors.box } }
      let objectness = Logistic(logit: S.One(repeating: numbers[4]))
      sums.objectness += Double(weight * objectness.negativeLog.first)
      slopes?[4] = -objectness.complement.first * factors.objectness
      sums.classification +=
        Double(weight)
        * classes.sum(
          numbers + 5, count: head.channels - 5, label: image.labels[match.object], factor: factors.classification,
          slopes: slopes.map { $0 + 5 })
    }
    return sums
  }
}
