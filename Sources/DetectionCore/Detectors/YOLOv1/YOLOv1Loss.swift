/// The loss that YOLO's first version is trained with: squared errors throughout.
///
///     L = 1/N [w_box Σ_pos ((x − x*)² + (y − y*)² + (√w − √w*)² + (√h − √h*)²)
///         + w_obj Σ_pos (C − IoU)² + w_noobj Σ_others C² + w_cls Σ_cells Σ_k (p_k − p*_k)²]
///
/// The cell that holds an object's centre learns it: its classes, and by its responsible predictor, whose box overlaps the
/// object most, its place. That one's confidence learns the IoU; every other predictor's, in this cell and in all others,
/// learns 0. Which predictor is responsible and the IoU are constants in the gradient.
///
/// Redmon et al., «You Only Look Once» (2016), eq. 3; what it leaves open as in the authors' code.
public struct YOLOv1Loss<S: Scalar>: Sendable {
  /// What the network's w and h are.
  public enum SizeEncoding: String, Sendable, CaseIterable {
    /// The size relative to the image, of which the loss takes the root: eq. 3.
    case size
    /// The root itself: the paper's words, and the authors' code.
    case root
  }

  /// Predictors of a cell.
  public var predictors: Int
  /// What w and h are.
  public var sizeEncoding: SizeEncoding
  /// What N is.
  public var normalization: LossNormalization
  /// The weights of the terms.
  public var weights: YOLOWeights
  /// What each class's error counts; `nil`: all 1.
  public var classWeights: [S]?

  /// A loss; without arguments the paper's for one image.
  public init(
    predictors: Int = 2, sizeEncoding: SizeEncoding = .size, normalization: LossNormalization = .batch(divisor: 1),
    weights: YOLOWeights = YOLOWeights(box: 5, noObject: 0.5)
  ) {
    self.predictors = predictors
    self.sizeEncoding = sizeEncoding
    self.normalization = normalization
    self.weights = weights
  }

  /// The loss of a batch. `predictions` (B, H, W, 5 P + K): for every cell x, y, w, h and confidence of P predictors, then
  /// K classes; x and y from the cell's corner in cells, w and h relative to the image. The ground truth is in pixels of an
  /// image of that size, its labels below K.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ predictions: Tensor<S>, image size: ImageSize<Double>, truth: GroundTruth<S>, gradients: Bool,
    deadline: Deadline = .never
  ) throws(DetectionError) -> CompositeLoss<S> {
    let grid = try grid(predictions.shape, size, truth)
    if let classWeights { try LossWeights.check(classWeights, count: predictions.shape[3] - 5 * predictors) }
    let images = try (0..<truth.imageCount).map { (image) throws(DetectionError) in
      try YOLOv1Image(grid, size, truth, image, deadline)
    }
    let batch = YOLOBatch(
      predictions: predictions, divisors: normalization.divisors(positives: images.map(\.objects.count)),
      weights: weights)
    return try batch.loss(gradients: gradients) { (image, matches) throws(DetectionError) in
      matches.ignore(images[image.index].covered.count * predictors, image: image.index)
      let head = Head(numbers: image.numbers, slopes: image.slopes, channels: predictions.shape[3], grid: grid)
      return try terms(head, images[image.index], image.factors, deadline) { predictor, object, iou in
        matches.append(image: image.index, anchor: predictor, target: object, iou: iou)
      }
    }
  }

  private func grid(_ shape: Shape, _ size: ImageSize<Double>, _ truth: GroundTruth<S>) throws(DetectionError)
    -> GridLevel
  {
    guard predictors >= 1, shape.rank == 4, shape[0] == truth.imageCount, shape[3] / 5 >= predictors,
      let grid = GridLevel(
        height: shape[1], width: shape[2], strideY: size.height / Double(shape[1]),
        strideX: size.width / Double(shape[2]))
    else {
      throw .shape(.predictions, .cellsOfImages(truth.imageCount, boxesPerCell: predictors), found: shape)
    }
    return grid
  }

  /// The numbers of one image.
  private struct Head {
    let numbers: UnsafePointer<S>
    let slopes: UnsafeMutablePointer<S>?
    let channels: Int
    let grid: GridLevel

    func cell(_ index: Int, _ encoding: SizeEncoding) -> YOLOv1Cell<S> {
      YOLOv1Cell(
        numbers: numbers + index * channels, slopes: slopes.map { $0 + index * channels }, encoding: encoding,
        columns: S(grid.width), rows: S(grid.height))
    }
  }

  private func terms(
    _ head: Head, _ image: YOLOv1Image<S>, _ factors: YOLOFactors<S>, _ deadline: Deadline,
    _ note: (_ predictor: Int, _ target: Int, _ iou: S) -> Void
  ) throws(DetectionError) -> YOLOSums {
    var sums = YOLOSums()
    for index in 0..<head.grid.cells {
      if index & 0xFFF == 0 { try deadline.check() }
      guard !image.covered.contains(index) else { continue }
      let cell = head.cell(index, sizeEncoding)
      let object = image.objects[index]
      let responsible = object.map { cell.responsible($0, of: predictors) }
      for predictor in 0..<predictors where predictor != responsible?.predictor {
        sums.noObject += Double(cell.confidenceTerm(predictor, target: 0, factor: factors.noObject))
      }
      guard let object, let (predictor, iou) = responsible else { continue }
      note(index * predictors + predictor, object.target, iou)
      let own = factors.times(object.weight)
      sums.box += Double(object.weight * cell.boxTerm(predictor, target: object, factor: own.box))
      sums.objectness += Double(
        object.weight * cell.confidenceTerm(predictor, target: iou, factor: own.objectness))
      for channel in 5 * predictors..<head.channels {
        let label = channel - 5 * predictors
        let (wanted, weight): (S, S) = (label == object.label ? 1 : 0, classWeights?[label] ?? 1)
        sums.classification += Double(
          object.weight * weight * cell.square(channel, target: wanted, factor: weight * own.classification))
      }
    }
    return sums
  }
}
