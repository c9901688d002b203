import RealModule

/// The loss that YOLOX is trained with: SimOTA's assignment, IoU loss of the matched points' boxes, cross entropy of every point's
/// objectness and of the matched points' classes, whose target is the IoU; in the last epochs L1 of the raw outputs besides.
///
///     L = (w_box Σ_pos (1 − IoU²) + w_obj Σ BCE(o, [pos]) + w_cls Σ_pos Σ_k BCE(c_k, IoU [k = label]) + w_L1 Σ_pos |t − t*|₁)/N
///     x = (t_x + column) s,  w = e^{t_w} s
///
/// N is the number of matched points of the batch, at least 1. Assignment and the IoU of class targets are constants in the gradient.
/// Ge et al., «YOLOX: Exceeding YOLO Series in 2021» (2021), §2; the authors' code.
public struct YOLOXLoss<S: Scalar>: Sendable {
  /// What the terms count.
  public struct Weights: Sendable, Equatable {
    /// w_box.
    public var box: Double
    /// w_obj.
    public var objectness: Double
    /// w_cls.
    public var classification: Double
    /// w_L1.
    public var l1: Double

    /// Weights; without arguments the authors'.
    public init(box: Double = 5, objectness: Double = 1, classification: Double = 1, l1: Double = 1) {
      (self.box, self.objectness, self.classification, self.l1) = (box, objectness, classification, l1)
    }
  }

  /// Who learns what.
  public var assigner: SimOTAAssigner
  /// Whether there is the L1 term.
  public var usesL1: Bool
  /// What the terms count.
  public var weights: Weights
  /// N; `nil`: the matched points, at least 1.
  public var normalizer: Double?
  /// What the classes learn beside the IoU.
  public var classes = YesNoClasses<S>()

  /// A loss; without arguments the authors' before the last epochs.
  public init(
    assigner: SimOTAAssigner = .init(), usesL1: Bool = false, weights: Weights = .init(), normalizer: Double? = nil
  ) {
    self.assigner = assigner
    self.usesL1 = usesL1
    self.weights = weights
    self.normalizer = normalizer
  }

  /// The loss of a batch. `predictions` (B, N, 5 + K): t_x, t_y, t_w, t_h, t_o and K class logits of every cell, level by level, row
  /// by row. The ground truth is in pixels, its labels below K. `limit`: pairs of candidates and objects of an image at the most.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ predictions: Tensor<S>, levels: [GridLevel], truth: GroundTruth<S>, gradients: Bool, limit: Int = .max,
    deadline: Deadline = .never
  ) throws(DetectionError) -> CompositeLoss<S> {
    let (shape, points) = (predictions.shape, levels.rows()?.last?.upperBound ?? 0)
    guard shape.rank == 3, shape[0] == truth.imageCount, shape[1] == points, shape[2] >= 5 else {
      throw .shape(.predictions, .anchorsOfCells(images: truth.imageCount, rows: points), found: shape)
    }
    try classes.check(classes: shape[2] - 5)
    let cells = YOLOXCells(levels)
    let slopes = GradientMemory<S>(shape, wanted: gradients)
    return try predictions.withElements { (elements) throws(DetectionError) in
      let heads = (0..<truth.imageCount).map { image in
        let start = image * points * shape[2]
        return YOLOXRows(
          numbers: elements.baseAddress.unsafelyUnwrapped + start, slopes: slopes.start.map { $0 + start },
          points: points, channels: shape[2])
      }
      let images = try heads.indices.map { (image) throws(DetectionError) in
        try YOLOXImage(heads[image], cells, truth, image, assigner, limit: limit, deadline)
      }
      let count = normalizer ?? Double(max(images.reduce(0) { $0 + $1.matches.count }, 1))
      var sums = (box: 0.0, objectness: 0.0, classification: 0.0, l1: 0.0)
      var matches = TargetMatches<S>(imageCount: truth.imageCount)
      for (number, image) in images.enumerated() {
        sums.objectness += try objectness(heads[number], image, count, deadline)
        for match in image.matches {
          // What a match counts, its derivatives have in what they are divided by.
          let weight = Double(image.weights[match.object])
          let (box, l1) = self.box(heads[number], cells, match.point, image.objects[match.object], count / weight)
          sums.box += weight * box
          sums.l1 += weight * l1
          sums.classification +=
            weight * classification(heads[number], match, label: image.labels[match.object], count / weight)
          matches.append(image: number, anchor: match.point, target: image.rows[match.object], iou: S(match.iou))
        }
        matches.ignore(image.ignored.count, image: number)
      }
      return CompositeLoss(
        terms: [
          .init("box", sums.box / count, weight: weights.box),
          .init("objectness", sums.objectness / count, weight: weights.objectness),
          .init("classification", sums.classification / count, weight: weights.classification),
          .init("l1", sums.l1 / count, weight: weights.l1),
        ],
        matches: matches, gradients: slopes.gradient(by: "predictions"))
    }
  }

  /// Of every point that counts, 1 for matched ones.
  private func objectness(_ head: YOLOXRows<S>, _ image: YOLOXImage<S>, _ count: Double, _ deadline: Deadline)
    throws(DetectionError) -> Double
  {
    let factor = S(weights.objectness / count)
    var (sum, next, passedOver) = (0.0, 0, image.ignored[...])
    for point in 0..<head.points {
      if point & 0xFFF == 0 { try deadline.check() }
      if passedOver.first == point {
        passedOver.removeFirst()
        continue
      }
      let isMatched = next < image.matches.count && image.matches[next].point == point
      let weight = isMatched ? image.weights[image.matches[next].object] : 1
      if isMatched { next += 1 }
      let (numbers, slopes) = head.row(point)
      let y = Logistic(logit: S.One(repeating: numbers[4]))
      sum += Double(weight * (isMatched ? y.negativeLog : y.negativeLogComplement).first)
      slopes?[4] = isMatched ? -weight * y.complement.first * factor : y.probability.first * factor
    }
    return sum
  }

  /// Of every class of a matched point, the IoU for its object's.
  private func classification(_ head: YOLOXRows<S>, _ match: SimOTAAssigner.Match, label: Int, _ count: Double)
    -> Double
  {
    let (numbers, slopes) = head.row(match.point)
    return classes.sum(
      numbers + 5, count: head.channels - 5, label: label, quality: S(match.iou),
      factor: S(weights.classification / count), slopes: slopes.map { $0 + 5 })
  }

  /// 1 − IoU² and |t − t*|₁ of a matched point, in float64, and their slopes.
  private func box(_ head: YOLOXRows<S>, _ cells: YOLOXCells, _ point: Int, _ object: Box<Double>, _ count: Double)
    -> (box: Double, l1: Double)
  {
    let (numbers, slopes) = head.row(point)
    let place = cells.places[point]
    let box = head.box(point, place)
    let target = object.converted(to: .centerAndSize)
    let overlap = OverlapKind.iou.loss(box, target)
    let raw = (0..<4).map { Double(numbers[$0]) }
    let differences = [
      raw[0] - (target.x.first / place.strideX - place.column), raw[1] - (target.y.first / place.strideY - place.row),
      raw[2] - Double.log(target.x.second / place.strideX), raw[3] - Double.log(target.y.second / place.strideY),
    ]
    if let slopes {
      // ∂(1 − IoU²) = 2 IoU ∂(1 − IoU).
      let factor = 2 * (1 - overlap.value) * weights.box / count
      let clamp: Double = Grid.growthClamp()
      let chain = [
        overlap.x.first * place.strideX, overlap.y.first * place.strideY,
        raw[2] <= clamp ? overlap.x.second * box.x.second : 0, raw[3] <= clamp ? overlap.y.second * box.y.second : 0,
      ]
      for (column, slope) in chain.enumerated() {
        let difference = differences[column]
        let sign: Double = difference > 0 ? 1 : difference < 0 ? -1 : 0
        slopes[column] = S(factor * slope + (usesL1 ? sign * weights.l1 / count : 0))
      }
    }
    return (overlap.value * (2 - overlap.value), usesL1 ? differences.reduce(0) { $0 + abs($1) } : 0)
  }
}
