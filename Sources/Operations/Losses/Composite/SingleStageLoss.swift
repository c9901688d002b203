import DetectionCore

/// The loss of a detector of one stage: its outputs are there, and are matched with the objects once.
protocol SingleStageLoss: CompositeLossDefinition {
  /// The outputs of the network, which the loss has gradients by.
  var heads: [TensorField<Reals>] { get }
  var terms: [LossTerm] { get }

  /// Evaluates the loss of a batch that has images. Gradients are by the names of inputs, with as many elements.
  func loss<S: Scalar>(_ request: Request, _ batch: HeadBatch, gradients: Bool, as scalar: S.Type) throws
    -> CompositeLoss<S>
  /// Throws where fields do not fit each other, with images or without.
  func check(_ request: Request) throws
  /// Axes of a head of one image.
  var imageRank: Int { get }
}

extension SingleStageLoss {
  var imageRank: Int { 2 }

  func check(_ request: Request) throws {}

  func losses<S: Scalar>(_ request: Request, gradients: Bool, as scalar: S.Type) throws -> [CompositeLoss<S>?] {
    let batch = try HeadBatch(request, heads, imageRank: imageRank)
    try check(request)
    guard batch.imageCount > 0 else { return [try lossOfNoImages(request)] }
    return [try loss(request, batch, gradients: gradients, as: S.self)]
  }

  /// What a batch without images costs: nothing. No data says how large its anchors may be, so none are laid.
  private func lossOfNoImages<S: Scalar>(_ request: Request) throws -> CompositeLoss<S> {
    let _: GroundTruth<S> = try truth.read(request, imageCount: 0, classes: 0..<0)
    return .ofNoImages(terms: terms, heads: heads, request)
  }
}

extension CompositeLoss {
  /// What these terms cost where there are no images. Gradients are by the heads that are given.
  static func ofNoImages(terms: [LossTerm], heads: [TensorField<Reals>], _ request: Request) -> CompositeLoss {
    CompositeLoss(
      terms: terms.map { .init($0.name, 0, weight: 0) }, matches: TargetMatches(imageCount: 0),
      gradients: heads.filter { request.has($0) }.map { .init($0.name, Tensor([])) })
  }
}
