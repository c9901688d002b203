import RealModule

/// The loss that DETR and its kin are trained with: each object is learned by one query, the rest learns that there is none.
///
///     L = w_class L_class + w_L1 Σ |b − b*|₁/N + w_GIoU Σ (1 − GIoU(b, b*))/N
///
/// over the pairs of ``SetMatcher``; N is the number of objects of the batch, at least 1. Of several layers of a decoder each is
/// matched and judged by itself. Carion et al., «End-to-End Object Detection with Transformers» (2020), §3.1 and appendix A.2.
///
/// Of regions that are ignored (``IgnoredRegions``) a query has no class term if a region covers more than a share of its box, unless
/// it is in a pair: pairs are one to one, so nothing else would learn its object. The share is mmdetection's `ignore_iof_thr`, which
/// its own DETR does not take. It is a constant in the gradient.
public struct SetPredictionLoss<S: Scalar>: Sendable {
  /// L_class.
  public enum Classification: Sendable, Equatable {
    /// Softmax cross entropy, whose last class is «no object» and counts ε; the mean is weighted, by weights of classes as well.
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
  /// What each class counts in L_class, «no object» not among them; `nil`: all 1. The pairing takes no notice of it.
  public var classWeights: [S]?
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
    let term = QueryClassTerm(
      classification: classification, classWeights: classWeights,
      lessons: try lessons(layer, pairs, truth, sizes, deadline))
    let byClass = try term.evaluate(layer.logits, normalizer: count, gradients: gradients)
    let memory = GradientMemory<S>(layer.boxes.shape, wanted: gradients)
    var (l1, giou) = (0.0, 0.0)
    var matches = TargetMatches<S>(imageCount: truth.imageCount)
    for (number, pair) in pairs.enumerated() {
      if number & 0x3FF == 0 { try deadline.check() }
      let weight = Double(truth.weight(of: pair.target))
      let found = boxTerms(pair, count, weight: weight, memory.start.map { $0 + 4 * pair.row(of: shape[1]) })
      l1 += weight * found.l1
      giou += weight * found.giou
      matches.append(image: pair.image, anchor: pair.query, target: pair.target, iou: S(pair.iou))
    }
    for image in 0..<truth.imageCount { matches.ignore(term.ignored(image, of: shape[1]), image: image) }
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

  /// What each query of the batch learns of its class.
  private func lessons(
    _ layer: Layer, _ pairs: [Pair], _ truth: GroundTruth<S>, _ sizes: [ImageSize<Double>], _ deadline: Deadline
  ) throws(DetectionError) -> [QueryLesson<S>] {
    let queries = layer.logits.shape[1]
    var lessons = [QueryLesson<S>](repeating: .noObject, count: truth.imageCount * queries)
    if let ignored = truth.ignored {
      for (image, size) in sizes.enumerated() {
        let boxes = try Self.boxes(layer.boxes, image, queries)
        let covered = try ignored.covered(queries, image: image, deadline) { boxes[$0].scaled(to: size) }
        for query in covered { lessons[image * queries + query] = .nothing }
      }
    }
    for pair in pairs {
      lessons[pair.row(of: queries)] = .object(
        label: truth.labels[pair.target], iou: S(pair.iou), weight: truth.weight(of: pair.target))
    }
    return lessons
  }

  /// The box terms of a pair, and their derivatives by cx, cy, w, h.
  private func boxTerms(_ pair: Pair, _ count: Double, weight: Double, _ slopes: UnsafeMutablePointer<S>?) -> (
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

extension Box<Double> {
  /// Parts of an image, by centre and size, in its unit.
  func scaled<T: Scalar>(to size: ImageSize<Double>) -> Box<T> {
    Box<T>(
      x: Interval(T(x.first * size.width), T(x.second * size.width), .centerAndSize),
      y: Interval(T(y.first * size.height), T(y.second * size.height), .centerAndSize))
  }
}
