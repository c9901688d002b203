import DetectionCore

/// A term of a composite loss, as it is declared.
struct LossTermDeclaration: Sendable {
  /// As components and training logs call it.
  let name: String
  /// What it counts in the loss unless the request says otherwise.
  let weight: Double
  /// What it is the loss of.
  let meaning: String

  init(_ name: String, weight: Double = 1, _ meaning: String) {
    self.name = name
    self.weight = weight
    self.meaning = meaning
  }

  /// The parameter that weighs it.
  var parameter: Parameter {
    Parameter(
      "\(name)_weight", .number(.notNegative), default: .number(weight), "What the term \(name) counts in the loss.")
  }
}

/// The loss of a detector of one stage: its outputs are there, and are matched with the objects once.
protocol CompositeLossDefinition: StagedLossDefinition {
  /// Evaluates the loss. Gradients are by the names of inputs, with as many elements.
  func loss<S: Scalar>(_ arguments: Arguments, gradients: Bool, as scalar: S.Type) throws -> CompositeLoss<S>
}

extension CompositeLossDefinition {
  var matchings: [MatchingDeclaration] { [MatchingDeclaration(of: "anchor_indices")] }

  func losses<S: Scalar>(_ arguments: Arguments, gradients: Bool, as scalar: S.Type) throws -> [CompositeLoss<S>?] {
    [try loss(arguments, gradients: gradients, as: S.self)]
  }

  /// What a batch without images costs: nothing. No data says how large its anchors may be, so none are laid.
  func lossOfNoImages<S: Scalar>(_ arguments: Arguments) throws -> CompositeLoss<S> {
    let _: GroundTruth<S> = try GroundTruthInputs.read(arguments, imageCount: 0, classes: 0..<0)
    return .ofNoImages(terms: terms, inputs: ownInputs.filter(\.isDifferentiable), arguments)
  }
}

extension CompositeLoss {
  /// What these terms cost where there are no images. Gradients are by the inputs that are given.
  static func ofNoImages(terms: [LossTermDeclaration], inputs: [Input], _ arguments: Arguments) -> CompositeLoss {
    CompositeLoss(
      terms: terms.map { .init($0.name, 0, weight: 0) }, matches: TargetMatches(imageCount: 0),
      gradients: inputs.filter { arguments.has($0.name) }.map { .init($0.name, Tensor([])) })
  }
}
