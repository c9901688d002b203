import DetectionCore

/// The losses of DETR and its kin: queries that are paired one to one with objects, in every layer of the decoder.
protocol SetLossDefinition: CompositeLossDefinition {
  var outputs: QueryFields { get }
  var costs: SetCostFields { get }
  var classWeights: Field<[Double]?> { get }
  var normalizer: Field<Double?> { get }
  /// What the class term is.
  static var classification: LossTerm { get }

  /// Labels that objects may have, of so many logits.
  func labels(ofLogits count: Int) -> Range<Int>
  /// L_class, and C_class of the pairing.
  func classification<S: Scalar>(_ request: Request, as scalar: S.Type) -> SetPredictionLoss<S>.Classification
  func classCost(_ request: Request) -> SetMatcher.ClassCost
}

extension LossTerm {
  static let queryL1 = LossTerm(
    "bbox_l1", weight: 5, "Σ |b − b*|₁/N of the pairs, over cx, cy, w, h as parts of the image")
  static let queryGIoU = LossTerm("bbox_giou", weight: 2, "Σ (1 − GIoU)/N of the pairs")
  static let auxiliary = LossTerm("auxiliary", "the weighted terms of all auxiliary layers, each paired by itself")
}

extension TargetFields {
  /// Of queries. A pair is the only query that learns its object.
  static let ofQueries = TargetFields(
    ignoring: "queries by their boxes", effect: "have no class term, unless they are paired")
}

extension SetLossDefinition {
  /// The one stage, as ``CompositeFields`` wants it.
  static var stage: LossStage {
    LossStage(terms: [classification, .queryL1, .queryGIoU, .auxiliary], rows: "query_indices")
  }

  func losses<S: Scalar>(_ request: Request, gradients: Bool, as scalar: S.Type) throws -> [CompositeLoss<S>?] {
    let batch = try HeadBatch(request, [outputs.logits, outputs.boxes])
    let auxiliary: [SetPredictionLoss<S>.Layer] = try outputs.auxiliaryLayers(request, imageCount: batch.imageCount)
    guard batch.imageCount > 0 else {
      let _: GroundTruth<S> = try truth.read(request, imageCount: 0, classes: 0..<0)
      return [.ofNoImages(terms: Self.stage.terms, heads: outputs.all, request)]
    }
    let last = try SetPredictionLoss<S>.Layer(
      logits: batch.tensor(outputs.logits), boxes: batch.tensor(outputs.boxes))
    let truth: GroundTruth<S> = try truth.read(
      request, imageCount: batch.imageCount, classes: labels(ofLogits: last.logits.shape[2]))
    try reserve(queries: last.logits.shape[1], truth, request)
    let sizes = try outputs.sizes(request, count: batch.imageCount)
    let loss: SetPredictionLoss<S> = loss(request)
    let found = try ([last] + auxiliary).map {
      try loss.evaluate($0, truth: truth, sizes: sizes, gradients: gradients, deadline: request.limits.deadline)
    }
    return [composite(found, loss.weights, request)]
  }

  private func loss<S: Scalar>(_ request: Request) -> SetPredictionLoss<S> {
    var loss = SetPredictionLoss<S>(
      matcher: SetMatcher(
        classCost(request), classification: request[costs.classification], l1: request[costs.l1],
        giou: request[costs.giou]),
      classification: classification(request, as: S.self),
      weights: .init(
        classification: request[Self.classification.weight], l1: request[LossTerm.queryL1.weight],
        giou: request[LossTerm.queryGIoU.weight]),
      normalizer: request[normalizer])
    loss.classWeights = request[classWeights]?.map { S($0) }
    return loss
  }

  /// The costs of an image are a number for each query and object, which few bytes can ask for.
  private func reserve<S: Scalar>(queries: Int, _ truth: GroundTruth<S>, _ request: Request) throws(Problem) {
    let objects = (0..<truth.imageCount).map { truth.objects(of: $0).rows.count }.max() ?? 0
    let (count, overflow) = queries.multipliedReportingOverflow(by: objects)
    guard !overflow, count <= request.limits.answerElements else {
      throw Problem(
        .answerTooLarge, at: "/\(self.truth.boxes.name)",
        "an image has \(counted(objects, "object")) for \(queries) queries; the limit of their costs is "
          + "\(request.limits.answerElements) numbers. Send less at a time")
    }
    guard request.limits.reserve(8 * count) else { throw Problem.noMemory(for: "the costs of pairing") }
  }

  private func composite<S: Scalar>(
    _ layers: [SetPredictionLoss<S>.LayerLoss], _ weights: SetPredictionLoss<S>.Weights, _ request: Request
  ) -> CompositeLoss<S> {
    func weighted(_ layer: SetPredictionLoss<S>.LayerLoss) -> Double {
      weights.classification * layer.classification + weights.l1 * layer.l1 + weights.giou * layer.giou
    }
    let (last, auxiliary) = (layers[0], layers.dropFirst())
    let share = request[LossTerm.auxiliary.weight]
    var gradients = last.byLogits.map { [CompositeLoss<S>.InputGradient(outputs.logits.name, $0)] } ?? []
    gradients += last.byBoxes.map { [.init(outputs.boxes.name, $0)] } ?? []
    if request.has(outputs.auxiliaryLogits), !gradients.isEmpty {
      gradients.append(.init(outputs.auxiliaryLogits.name, .joined(auxiliary.compactMap(\.byLogits), times: S(share))))
      gradients.append(.init(outputs.auxiliaryBoxes.name, .joined(auxiliary.compactMap(\.byBoxes), times: S(share))))
    }
    return CompositeLoss(
      terms: [
        .init(Self.classification.name, last.classification, weight: weights.classification),
        .init(LossTerm.queryL1.name, last.l1, weight: weights.l1),
        .init(LossTerm.queryGIoU.name, last.giou, weight: weights.giou),
        .init(LossTerm.auxiliary.name, auxiliary.reduce(0) { $0 + weighted($1) }, weight: share),
      ],
      matches: last.matches, gradients: gradients)
  }
}

extension Tensor where Element: Scalar {
  /// The elements of several tensors behind each other, times a factor.
  fileprivate static func joined(_ tensors: [Tensor], times factor: Element) -> Tensor {
    Tensor(tensors.flatMap { $0.elements.map { factor == 1 ? $0 : $0 * factor } })
  }
}

/// What the pairing of queries with objects costs.
struct SetCostFields: FieldGroup {
  let classification: Field<Double>
  let l1 = Field.number("bbox_cost", .notNegative, default: 5, "What |b − b*|₁ counts in the pairing.")
  let giou = Field.number("giou_cost", .notNegative, default: 2, "What −GIoU counts in the pairing.")

  /// `meaning`: the cost of the class, in words.
  init(classification cost: Double, _ meaning: String) {
    classification = .number(
      "class_cost", .notNegative, default: cost, "What the class, \(meaning), counts in the pairing.")
  }
}
