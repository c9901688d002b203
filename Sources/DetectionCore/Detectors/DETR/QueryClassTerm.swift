import RealModule

/// What a query learns of its class.
enum QueryLesson<S: Scalar>: Sendable {
  /// The class of its object, as good as the IoU of their boxes.
  case object(label: Int, iou: S, weight: S)
  /// That there is no object.
  case noObject
  /// Nothing: its box lies in a region that is ignored.
  case nothing
}

/// L_class of a layer of ``SetPredictionLoss``: a lesson for each query of the batch, image by image.
struct QueryClassTerm<S: Scalar> {
  let classification: SetPredictionLoss<S>.Classification
  /// One per class that objects have; `nil`: all 1.
  let classWeights: [S]?
  let lessons: [QueryLesson<S>]

  init(
    classification: SetPredictionLoss<S>.Classification, classWeights: [S]?, lessons: [QueryLesson<S>]
  ) {
    (self.classification, self.classWeights, self.lessons) = (classification, classWeights, lessons)
  }

  /// Queries of an image that learn nothing.
  func ignored(_ image: Int, of queries: Int) -> Int {
    lessons[image * queries..<(image + 1) * queries].count { !$0.isCounted }
  }

  /// L_class without its weight, and its gradient, of logits (B, Q, C).
  func evaluate(_ logits: Tensor<S>, normalizer: Double, gradients: Bool) throws(DetectionError) -> ReducedLoss<S> {
    switch classification {
    case .softmax(let noObject): try softmax(logits, noObject, gradients)
    case .varifocal(let alpha, let gamma): try varifocal(logits, alpha, gamma, normalizer, gradients)
    }
  }

  private func softmax(_ logits: Tensor<S>, _ noObject: S, _ gradients: Bool) throws(DetectionError) -> ReducedLoss<S> {
    let classes = logits.shape[2]
    if let classWeights { try LossWeights.check(classWeights, count: max(classes - 1, 0)) }
    let weights = (classWeights ?? Array(repeating: 1, count: max(classes - 1, 0))) + [noObject]
    let labels = lessons.map { if case .object(let label, _, _) = $0 { label } else { classes - 1 } }
    let rows = Shape([labels.count, classes]).flatMap(logits.reshaped) ?? logits
    let loss = CrossEntropyLoss<S>(classWeights: weights)
    guard lessons.contains(where: { $0.weight != 1 }) else {
      return try loss.evaluate(rows, targets: Tensor(labels), gradient: gradients, reduction: .mean)
    }
    // The weights of classes of what is learned; those of objects are in no N.
    let total = zip(lessons, labels).reduce(0.0) { $0 + ($1.0.isCounted ? Double(weights[$1.1]) : 0) }
    return try loss.evaluate(
      rows, targets: Tensor(labels), weights: LossWeights(Tensor(lessons.map(\.weight))), gradient: gradients,
      reduction: .sum(normalizer: total > 0 ? total : 1))
  }

  private func varifocal(_ logits: Tensor<S>, _ alpha: S, _ gamma: S, _ normalizer: Double, _ gradients: Bool)
    throws(DetectionError) -> ReducedLoss<S>
  {
    let classes = logits.shape[2]
    var targets = [S](repeating: 0, count: logits.count)
    let weights = Tensor<S>(shape: logits.shape) { output in
      for place in 0..<logits.count {
        let (row, column) = place.quotientAndRemainder(dividingBy: classes)
        let lesson = lessons[row]
        guard case .object(column, let iou, let weight) = lesson else {
          let score = Logistic(logit: S.One(repeating: logits[place])).probability.first
          output.initializeElement(at: place, to: lesson.weight * (alpha * modulatingFactor(score, gamma)))
          continue
        }
        targets[place] = iou
        output.initializeElement(at: place, to: weight * iou)
      }
    }
    let wanted = Tensor(shape: logits.shape, elements: targets) ?? Tensor([])
    return try BinaryCrossEntropyLoss<S>().evaluate(
      logits, targets: wanted, weights: LossWeights(weights, classes: classWeights), gradient: gradients,
      reduction: .sum(normalizer: normalizer))
  }
}

extension QueryLesson {
  /// Whether there is a lesson.
  fileprivate var isCounted: Bool { if case .nothing = self { false } else { true } }

  /// What the query counts.
  fileprivate var weight: S {
    switch self {
    case .object(_, _, let weight): weight
    case .noObject: 1
    case .nothing: 0
    }
  }
}
