import RealModule

/// The loss that DETR and its kin are trained with: each object is learned by one query, the rest learns that there is none.
///
///     L = w_class L_class + w_L1 Σ |b − b*|₁/N + w_GIoU Σ (1 − GIoU(b, b*))/N
///
/// over the pairs of ``SetMatcher``; N is the number of objects of the batch, at least 1. Of several layers of a decoder each is
/// matched and judged by itself. Carion et al., «End-to-End Object Detection with Transformers» (2020), §3.1 and appendix A.2.
public struct SetPredictionLoss<S: Scalar>: Sendable {
  /// L_class.
  public enum Classification: Sendable, Equatable {
    /// Softmax cross entropy, whose last class is «no object» and counts ε; the mean is weighted.
    case softmax(noObject: S)
    /// Σ (α p^γ (1 − [c = label]) + q) BCE(p, q)/N of sigmoids, q the IoU of a pair at its object's class, else 0. q and the weight are
    /// constants in the gradient, as in RT-DETR: Zhao et al., «DETRs Beat YOLOs on Real-time Object Detection» (2024), eq. 2.
    case varifocal(alpha: S, gamma: S)
  }

  /// What the terms count.
  public struct Weights: Sendable, Equatable {
    /// w_class.
    public var classification: Double
    /// w_L1.
    public var l1: Double
    /// w_GIoU.
    public var giou: Double

    /// Weights; without arguments those of DETR and RT-DETR.
    public init(classification: Double = 1, l1: Double = 5, giou: Double = 2) {
      self.classification = classification
      self.l1 = l1
      self.giou = giou
    }
  }

  /// The outputs of one layer of the decoder, and what boxes are parts of.
  public struct Layer: Sendable {
    /// (B, Q, C).
    public let logits: Tensor<S>
    /// (B, Q, 4): cx, cy, w, h as parts of the image.
    public let boxes: Tensor<S>

    /// Outputs of a layer.
    public init(logits: Tensor<S>, boxes: Tensor<S>) {
      self.logits = logits
      self.boxes = boxes
    }
  }

  /// What a layer costs.
  public struct LayerLoss: Sendable {
    /// L_class.
    public let classification: Double
    /// Σ |b − b*|₁/N.
    public let l1: Double
    /// Σ (1 − GIoU)/N.
    public let giou: Double
    /// Which query learns which object.
    public let matches: TargetMatches<S>
    /// ∂L/∂logits, if it was asked for.
    public let byLogits: Tensor<S>?
    /// ∂L/∂boxes.
    public let byBoxes: Tensor<S>?
  }

  /// Who learns what.
  public var matcher: SetMatcher
  /// L_class.
  public var classification: Classification
  /// What the terms count.
  public var weights: Weights
  /// N; `nil`: the objects of the batch, at least 1.
  public var normalizer: Double?

  /// A loss; without arguments DETR's.
  public init(
    matcher: SetMatcher = .init(), classification: Classification = .softmax(noObject: 0.1),
    weights: Weights = .init(), normalizer: Double? = nil
  ) {
    self.matcher = matcher
    self.classification = classification
    self.weights = weights
    self.normalizer = normalizer
  }

  /// The loss of a layer; `sizes`: of each image, in the unit of the ground truth.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ layer: Layer, truth: GroundTruth<S>, sizes: [ImageSize<Double>], gradients: Bool, deadline: Deadline = .never
  ) throws(DetectionError) -> LayerLoss {
    let shape = layer.logits.shape
    guard shape.rank == 3, shape[0] == truth.imageCount, shape[2] >= 1 || shape[1] == 0 else {
      throw .shape(.classLogits, .queriesAndClasses, found: shape)
    }
    guard layer.boxes.shape.extents == [shape[0], shape[1], 4] else {
      throw .shape(.boxes, .columnsOfQueries(images: shape[0], queries: shape[1]), found: layer.boxes.shape)
    }
    let pairs = try pairs(layer, truth, sizes, deadline)
    let count = normalizer ?? Double(max(truth.boxes.count, 1))
    let byClass = try classify(layer.logits, pairs, truth, count, gradients)
    let memory = GradientMemory<S>(layer.boxes.shape, wanted: gradients)
    var (l1, giou) = (0.0, 0.0)
    var matches = TargetMatches<S>(imageCount: truth.imageCount)
    for (number, pair) in pairs.enumerated() {
      if number & 0x3FF == 0 { try deadline.check() }
      let weight = Double(truth.weight(of: pair.target))
      let found = term(pair, count, weight: weight, memory.start.map { $0 + 4 * pair.row(of: shape[1]) })
      l1 += weight * found.l1
      giou += weight * found.giou
      matches.append(image: pair.image, anchor: pair.query, target: pair.target, iou: S(pair.iou))
    }
    let gradient = byClass.gradient?.map { $0 * S(weights.classification) }.reshaped(shape)
    return LayerLoss(
      classification: Double(byClass.loss[0]), l1: l1 / count, giou: giou / count, matches: matches,
      byLogits: gradient, byBoxes: memory.gradient(by: "boxes").first?.tensor)
  }

  /// A query and its object.
  private struct Pair {
    let image: Int
    let query: Int
    /// The object's row in the ground truth.
    let target: Int
    let box: Box<Double>
    let object: Box<Double>
    let iou: Double

    init(image: Int, query: Int, target: Int, _ box: Box<Double>, _ object: Box<Double>) {
      (self.image, self.query, self.target, self.box, self.object) = (image, query, target, box, object)
      iou = box.iou(object)
    }

    func row(of queries: Int) -> Int { image * queries + query }
  }

  private func pairs(
    _ layer: Layer, _ truth: GroundTruth<S>, _ sizes: [ImageSize<Double>], _ deadline: Deadline
  ) throws(DetectionError) -> [Pair] {
    let (queries, classes) = (layer.logits.shape[1], layer.logits.shape[2])
    var pairs: [Pair] = []
    for image in 0..<truth.imageCount {
      let rows = truth.objects(of: image).rows
      let objects = rows.map { truth.box($0).relative(to: sizes[image]) }
      let boxes = try Self.boxes(layer.boxes, image, queries)
      let found = try layer.logits.withElements { (logits) throws(DetectionError) in
        try matcher.match(
          logits: logits.baseAddress.unsafelyUnwrapped + image * queries * classes, classes: classes, boxes: boxes,
          objects: objects, labels: rows.map { truth.labels[$0] }, deadline: deadline)
      }
      for (query, object) in found.enumerated() {
        guard let object else { continue }
        pairs.append(Pair(image: image, query: query, target: rows[object], boxes[query], objects[object]))
      }
    }
    return pairs
  }

  private static func boxes(_ tensor: Tensor<S>, _ image: Int, _ queries: Int) throws(DetectionError) -> [Box<Double>] {
    var boxes: [Box<Double>] = []
    boxes.reserveCapacity(queries)
    for query in image * queries..<(image + 1) * queries {
      let (width, height) = (Double(tensor[4 * query + 2]), Double(tensor[4 * query + 3]))
      guard width >= 0, height >= 0 else { throw .invertedBoxes(.boxes, rows: [query]) }
      boxes.append(
        Box(
          x: Interval(Double(tensor[4 * query]), width, .centerAndSize),
          y: Interval(Double(tensor[4 * query + 1]), height, .centerAndSize)))
    }
    return boxes
  }

  /// The box terms of a pair, and their derivatives by cx, cy, w, h.
  private func term(_ pair: Pair, _ count: Double, weight: Double, _ slopes: UnsafeMutablePointer<S>?) -> (
    l1: Double, giou: Double
  ) {
    let (box, object) = (pair.box, pair.object)
    let overlap = OverlapKind.giou.loss(box, object)
    if let slopes {
      let differences = [
        (box.x.first - object.x.first, overlap.x.first), (box.y.first - object.y.first, overlap.y.first),
        (box.x.second - object.x.second, overlap.x.second), (box.y.second - object.y.second, overlap.y.second),
      ]
      for (column, (difference, slope)) in differences.enumerated() {
        let sign: Double = difference > 0 ? 1 : difference < 0 ? -1 : 0
        slopes[column] = S(weight * (weights.l1 * sign + weights.giou * slope) / count)
      }
    }
    return (box.manhattanDistance(object), overlap.value)
  }

  /// L_class without its weight, and its gradient.
  private func classify(
    _ logits: Tensor<S>, _ pairs: [Pair], _ truth: GroundTruth<S>, _ count: Double, _ gradients: Bool
  ) throws(DetectionError) -> ReducedLoss<S> {
    let (queries, classes) = (logits.shape[1], logits.shape[2])
    switch classification {
    case .softmax(let noObject):
      var labels = [Int](repeating: classes - 1, count: logits.shape[0] * queries)
      for pair in pairs { labels[pair.row(of: queries)] = truth.labels[pair.target] }
      let rows = Shape([labels.count, classes]).flatMap(logits.reshaped) ?? logits
      let weights = Array(repeating: S(1), count: max(classes - 1, 0)) + [noObject]
      let loss = CrossEntropyLoss<S>(classWeights: weights)
      guard let own = rowWeights(pairs, truth, rows: labels.count, queries) else {
        return try loss.evaluate(rows, targets: Tensor(labels), gradient: gradients, reduction: .mean)
      }
      let total = labels.reduce(0.0) { $0 + Double(weights[$1]) }
      return try loss.evaluate(
        rows, targets: Tensor(labels), weights: LossWeights(Tensor(own)), gradient: gradients,
        reduction: .sum(normalizer: total > 0 ? total : 1))
    case .varifocal(let alpha, let gamma):
      var targets = [S](repeating: 0, count: logits.count)
      var isPositive = [Bool](repeating: false, count: logits.count)
      for pair in pairs {
        let place = pair.row(of: queries) * classes + truth.labels[pair.target]
        (targets[place], isPositive[place]) = (S(pair.iou), true)
      }
      let own = rowWeights(pairs, truth, rows: logits.shape[0] * queries, queries)
      let weights = Tensor<S>(shape: logits.shape) { output in
        for place in 0..<logits.count {
          let score = Logistic(logit: S.One(repeating: logits[place])).probability.first
          let weight = isPositive[place] ? targets[place] : alpha * modulatingFactor(score, gamma)
          output.initializeElement(at: place, to: (own?[place / classes] ?? 1) * weight)
        }
      }
      let wanted = Tensor(shape: logits.shape, elements: targets) ?? Tensor([])
      return try BinaryCrossEntropyLoss<S>().evaluate(
        logits, targets: wanted, weights: LossWeights(weights), gradient: gradients,
        reduction: .sum(normalizer: count))
    }
  }
}

extension SetPredictionLoss {
  /// What each query of the batch counts, by the object that it learns; `nil`: all 1.
  private func rowWeights(_ pairs: [Pair], _ truth: GroundTruth<S>, rows: Int, _ queries: Int) -> [S]? {
    guard truth.weights != nil else { return nil }
    var weights = [S](repeating: 1, count: rows)
    for pair in pairs { weights[pair.row(of: queries)] = truth.weight(of: pair.target) }
    return weights
  }
}

extension Box {
  /// Centre and size as parts of an image, in float64.
  func relative(to size: ImageSize<Double>) -> Box<Double> {
    let (low, high) = ((Double(x.low), Double(y.low)), (Double(x.high), Double(y.high)))
    return Box<Double>(
      x: Interval((low.0 + high.0) / 2 / size.width, (high.0 - low.0) / size.width, .centerAndSize),
      y: Interval((low.1 + high.1) / 2 / size.height, (high.1 - low.1) / size.height, .centerAndSize))
  }
}
