/// The loss that YOLOv8 is trained with: cross entropy of all classes of all points with the scores of a task-aligned
/// assignment; CIoU and distribution focal loss of the matched points, weighed by those scores.
///
///     L = 1/T [w_cls Σ BCE(σ(x), t) + w_box Σ_pos t (1 − CIoU) + w_dfl Σ_pos t/4 Σ_sides DFL],   T = max(Σ t, 1)
///
/// T is of the whole batch. Assignment, target scores and T are constants in the gradient, and so is CIoU's α.
///
/// Jocher et al., «Ultralytics YOLOv8» (2023), `v8DetectionLoss`, which multiplies the sum by the number of images
/// besides; Feng et al., «TOOD» (2021); Li et al., «Generalized Focal Loss» (2020).
public struct YOLOv8Loss<S: Scalar>: Sendable {
  /// What the terms count in the loss: the gains of Ultralytics.
  public struct Weights: Sendable, Equatable {
    /// Of CIoU.
    public var box: Double
    /// Of the classes.
    public var classification: Double
    /// Of the distributions.
    public var distribution: Double

    /// Weights; without arguments the defaults of Ultralytics.
    public init(box: Double = 7.5, classification: Double = 0.5, distribution: Double = 1.5) {
      self.box = box
      self.classification = classification
      self.distribution = distribution
    }
  }

  /// Distances that a side is a distribution over: 0, 1, … regMax − 1 strides; at least 2.
  public var regMax: Int
  /// Who learns what.
  public var assigner: TaskAlignedAssigner<S>
  /// The weights of the terms.
  public var weights: Weights
  /// What the cross entropy of each class counts; `nil`: all 1.
  public var classWeights: [S]?
  /// Whether an object may have points that are farther from a side of it than a distribution can say; what they learn is then the
  /// greatest distance, as Ultralytics has it.
  public var matchesBeyondReach = true
  /// Whether the loss is multiplied by the number of images.
  public var timesImages = false

  /// A loss; without arguments that of Ultralytics.
  public init(regMax: Int = 16, assigner: TaskAlignedAssigner<S> = .init(), weights: Weights = .init()) {
    self.regMax = regMax
    self.assigner = assigner
    self.weights = weights
  }

  /// The loss of a batch. `predictions` (B, 4 regMax + K, N), or (B, N, 4 regMax + K) without `channelsFirst`; the points
  /// run level by level, then row by row. The ground truth is in pixels, its labels below K.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ predictions: Tensor<S>, channelsFirst: Bool = true, levels: [GridLevel], truth: GroundTruth<S>, gradients: Bool,
    deadline: Deadline = .never
  ) throws(DetectionError) -> CompositeLoss<S> {
    try check(predictions, channelsFirst, levels, truth)
    let points = YOLOv8Points<S>(levels)
    let slopes = GradientMemory<S>(predictions.shape, wanted: gradients)
    return try predictions.withElements { (elements) throws(DetectionError) in
      let numbers = elements.baseAddress.unsafelyUnwrapped
      let heads = (0..<truth.imageCount).map { image in
        head(numbers, slopes.start, image, predictions.shape, channelsFirst)
      }
      let assignments = try heads.indices.map { (image) throws(DetectionError) in
        try YOLOv8Assignment(heads[image], points, truth, image, self, deadline)
      }
      return CompositeLoss(
        terms: try terms(heads, points, assignments, deadline), matches: Self.matches(assignments),
        gradients: slopes.gradient(by: "predictions"))
    }
  }

  private func check(
    _ predictions: Tensor<S>, _ channelsFirst: Bool, _ levels: [GridLevel], _ truth: GroundTruth<S>
  ) throws(DetectionError) {
    let (shape, count, images) = (predictions.shape, levels.rows()?.last?.upperBound ?? 0, truth.imageCount)
    let (channelAxis, pointAxis) = channelsFirst ? (1, 2) : (2, 1)
    guard regMax >= 2, shape.rank == 3, shape[0] == images, shape[pointAxis] == count, shape[channelAxis] / 4 >= regMax
    else {
      throw .shape(
        .predictions, .distributions(images: images, points: count, bins: regMax, channelsFirst: channelsFirst),
        found: shape)
    }
    if let classWeights { try LossWeights.check(classWeights, count: shape[channelAxis] - 4 * regMax) }
  }

  /// How far points reach, where that matters: regMax − 1 strides, of unequal strides the lesser.
  func reach(_ places: [YOLOv8Points<S>.Place]) -> Tensor<S>? {
    matchesBeyondReach ? nil : Tensor(places.map { S(regMax - 1) * min($0.strideX, $0.strideY) })
  }

  private func head(
    _ numbers: UnsafePointer<S>, _ slopes: UnsafeMutablePointer<S>?, _ image: Int, _ shape: Shape, _ channelsFirst: Bool
  ) -> YOLOv8Rows<S> {
    let start = image * shape[1] * shape[2]
    let (channels, points) = channelsFirst ? (shape[1], shape[2]) : (shape[2], shape[1])
    return YOLOv8Rows(
      numbers: numbers + start, slopes: slopes.map { $0 + start }, points: points, regMax: regMax,
      classes: channels - 4 * regMax, pointStride: channelsFirst ? 1 : channels,
      channelStride: channelsFirst ? points : 1)
  }

  private func terms(
    _ heads: [YOLOv8Rows<S>], _ points: YOLOv8Points<S>, _ assignments: [YOLOv8Assignment<S>], _ deadline: Deadline
  ) throws(DetectionError) -> [CompositeLoss<S>.Term] {
    let total = max(assignments.reduce(0.0) { $0 + $1.matches.reduce(0.0) { $0 + Double($1.score) } }, 1)
    let scale = timesImages ? Double(heads.count) : 1
    let term = YOLOv8BoxTerm<S>(
      boxFactor: S(scale * weights.box / total), distributionFactor: S(scale * weights.distribution / total))
    var (classification, box, distribution) = (0.0, 0.0, 0.0)
    for (head, assignment) in zip(heads, assignments) {
      classification += try YOLOv8Classes(head, assignment, weights: classWeights).evaluate(
        weight: S(scale * weights.classification), divisor: S(total), deadline: deadline)
      for match in assignment.matches {
        let found = term.evaluate(head, points.places[match.point], match)
        box += Double(found.box)
        distribution += Double(found.distribution)
      }
    }
    return [
      .init("box", box / total, weight: scale * weights.box),
      .init("classification", classification / total, weight: scale * weights.classification),
      .init("dfl", distribution / total, weight: scale * weights.distribution),
    ]
  }

  private static func matches(_ assignments: [YOLOv8Assignment<S>]) -> TargetMatches<S> {
    var matches = TargetMatches<S>(imageCount: assignments.count)
    for (image, assignment) in assignments.enumerated() {
      for match in assignment.matches {
        matches.append(
          image: image, anchor: match.point, target: match.target, iou: match.predicted.iou(match.box))
      }
      matches.ignore(assignment.ignored.count, image: image)
    }
    return matches
  }
}
