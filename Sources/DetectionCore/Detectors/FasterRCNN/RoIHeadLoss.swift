/// The loss that the RoI heads of Faster R-CNN are trained with: softmax cross entropy of all proposals that count, and a box
/// loss of the matched ones, from the offsets of their class.
///
///     L = (w_c Σ −log softmax(class_logits) + w_b Σ_positive box_loss(box_deltas, encode(target, proposal))) / N
///
/// N are the proposals that count, of all images together: those that are not ignored, or a sample of them. Proposals are
/// taken as they are: to append the objects' own boxes to them is the caller's, as the network must have seen them.
/// Girshick, «Fast R-CNN» (2015), §2.3; torchvision's `fastrcnn_loss`.
public struct RoIHeadLoss<S: Scalar>: Sendable {
  /// Who is positive, background, or ignored.
  public var matcher: AnchorMatcher<S>
  /// The box term.
  public var box: BoxRegressionLoss<S>
  /// The class that is none.
  public var background: Int
  /// Who of the proposals counts; `nil`: all.
  public var sampler: RowSampler?
  /// N > 0; `nil`: the proposals that count, at least 1.
  public var normalizer: Double?
  /// w_c.
  public var classificationWeight: Double
  /// w_b.
  public var boxWeight: Double
  /// The loss of the classes; what it ignores and its input are of no matter. N takes no notice of its weights.
  public var classes = CrossEntropyLoss<S>()

  /// A loss; without arguments torchvision's, but for its sampler.
  public init(
    matcher: AnchorMatcher<S> = .init(positiveThreshold: 0.5, negativeThreshold: 0.5),
    box: BoxRegressionLoss<S> = .init(
      .smoothL1, beta: 1 / 9, coder: BoxCoder(weights: BoxDeltas(dx: 10, dy: 10, dw: 5, dh: 5))),
    background: Int = 0, sampler: RowSampler? = nil, normalizer: Double? = nil, classificationWeight: Double = 1,
    boxWeight: Double = 1
  ) {
    self.matcher = matcher
    self.box = box
    self.background = background
    self.sampler = sampler
    self.normalizer = normalizer
    self.classificationWeight = classificationWeight
    self.boxWeight = boxWeight
  }

  /// The loss of a batch, whose proposals are in one list. `classLogits` (R, K) with the background among the K,
  /// `boxDeltas` (R, 4 · K), (R, 4 · (K − 1)) where the background is the last class, or (R, 4) for all classes together,
  /// `proposals` (R, 4) in the format of the ground truth, `imageIndices` (R). Matches and samples count the rows through.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    classLogits: Tensor<S>, boxDeltas: Tensor<S>, proposals: Boxes<S>, imageIndices: Tensor<Int>, truth: GroundTruth<S>,
    gradients: Bool, deadline: Deadline = .never
  ) throws(DetectionError) -> CompositeLoss<S> {
    try check(classLogits, boxDeltas, proposals, imageIndices, truth)
    let images = RowsByImage(imageIndices, imageCount: truth.imageCount)
    var assignment = try AnchorAssignment(truth) { (objects) throws(DetectionError) in
      let own = proposals.rows(images.rows(of: objects.image))
      return try .init(matcher.match(own, targets: objects.boxes, deadline: deadline))
        .leavingOut(truth.ignored, own, image: objects.image, deadline)
    }
    var samples = sampler.map { assignment.sample($0) }
    samples?.renumber { images[$0, $1] }
    let divisors = assignment.divisors(normalizer)
    let matches = assignment.matches.renumbered { images[$0, $1] }
    let slopes = GradientMemory<S>(classLogits.shape, wanted: gradients)
    let classification = try SoftmaxTerm(classLogits, classes).sum(
      labels(assignment.targets, images, truth), weights: weights(assignment.targets, images, truth), slopes.start,
      divisor: divisors.first ?? 1,
      weight: classificationWeight, deadline)
    let regression = try boxTerm(
      MatchTerm(counted: matches, divisors: divisors, weights: truth.weights), boxDeltas, proposals, truth, gradients,
      deadline)
    return CompositeLoss(
      matches, samples: samples,
      [
        ("classifier", "class_logits", .init(value: classification, weight: classificationWeight, slopes: slopes)),
        ("box_reg", "box_deltas", regression),
      ])
  }

  /// The class of every row, or the mark of those that do not count.
  private func labels(_ targets: [[Int]], _ images: RowsByImage, _ truth: GroundTruth<S>) -> [Int] {
    var labels = [Int](repeating: AnchorMatcher<S>.ignored, count: targets.reduce(0) { $0 + $1.count })
    for (image, targets) in targets.enumerated() {
      for (row, label) in zip(images.rows(of: image), truth.classes(of: targets)) {
        labels[row] = label == AnchorMatcher<S>.background ? background : label
      }
    }
    return labels
  }

  /// What every row counts; `nil`: all 1.
  private func weights(_ targets: [[Int]], _ images: RowsByImage, _ truth: GroundTruth<S>) -> [S]? {
    guard truth.weights != nil else { return nil }
    var weights = [S](repeating: 1, count: targets.reduce(0) { $0 + $1.count })
    for (image, targets) in targets.enumerated() {
      for (row, target) in zip(images.rows(of: image), targets) where target >= 0 {
        weights[row] = truth.weight(of: target)
      }
    }
    return weights
  }

  private func boxTerm(
    _ term: MatchTerm<S>, _ deltas: Tensor<S>, _ proposals: Boxes<S>, _ truth: GroundTruth<S>, _ gradients: Bool,
    _ deadline: Deadline
  ) throws(DetectionError) -> MatchTerm<S>.Evaluated {
    let columns = deltas.shape[1]
    return try term.evaluate(deltas, columns: columns, weight: boxWeight, gradients: gradients, deadline) {
      match, row, slopes in
      let target = term.matches.targets[match]
      let first = columns == 4 ? 0 : 4 * truth.labels[target]
      let proposal = proposals.withRows { Box($0 + 4 * row, proposals.format) }
      let offsets = deltas.withElements { BoxDeltas($0.baseAddress.unsafelyUnwrapped + row * columns + first) }
      return box.term(offsets, anchor: proposal, target: truth.box(target), slopes: slopes.map { $0 + first })
    }
  }
}
