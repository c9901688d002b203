import DetectionCore

/// An operation of the family `losses` that is the loss of a whole detector over a batch: outputs of a network and flat
/// ground truth in; one number, its terms, and the gradient by each network output out.
///
/// A file declares what is its own. Ground truth, weights of terms, `gradients`, `details` and the form of the answer come
/// with the protocol. There is no `reduction`: the loss is one number, and `normalization` or the papers say of what.
/// Detectors of one stage are ``CompositeLossDefinition``s.
protocol StagedLossDefinition: OperationDefinition {
  var name: String { get }
  var summary: String { get }
  var formula: String { get }
  var source: String { get }
  /// The network's outputs, which are differentiable, and what goes with them; not the ground truth.
  var ownInputs: [Input] { get }
  /// The ground truth.
  var groundTruth: [Input] { get }
  var terms: [LossTermDeclaration] { get }
  var ownParameters: [Parameter] { get }
  /// What is matched with the objects, stage by stage.
  var matchings: [MatchingDeclaration] { get }
  var example: String { get }

  /// Evaluates the loss of every stage; `nil` where the request has none of its inputs. Gradients are by the names of inputs,
  /// with as many elements.
  func losses<S: Scalar>(_ arguments: Arguments, gradients: Bool, as scalar: S.Type) throws -> [CompositeLoss<S>?]
}

extension StagedLossDefinition {
  var groundTruth: [Input] { GroundTruthInputs.all }

  var declaration: Declaration {
    Declaration(
      family: "losses", name: name, summary: summary, formula: formula, source: source,
      inputs: ownInputs + groundTruth, parameters: ownParameters + terms.map(\.parameter) + Self.parameters,
      outputs: outputs, example: example)
  }

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    let stages = try zip(matchings, losses(arguments, gradients: arguments.flag("gradients"), as: S.self))
      .compactMap { matching, loss in loss.map { (matching: matching, loss: $0) } }
    let terms = stages.flatMap(\.loss.terms)
    var answer = Answer()
    answer.add("loss", Self.number(terms.reduce(0) { $0 + $1.weighted }, as: S.self))
    answer.add("components", Self.components(terms.map { ($0.name, $0.weighted) }, as: S.self))
    answer.add("unweighted_components", Self.components(terms.map { ($0.name, $0.unweighted) }, as: S.self))
    for stage in stages { stage.matching.addCount(of: stage.loss, to: &answer) }
    if arguments.flag("gradients") {
      answer.add("gradients", Self.gradients(stages.flatMap(\.loss.gradients), arguments))
    }
    if arguments.flag("details") {
      let targets = arguments.inputs["target_boxes"]?.tensor.shape.extents.first ?? 0
      for stage in stages { stage.matching.addDetails(of: stage.loss, targets: targets, to: &answer) }
    }
    return answer
  }

  private static func number<S: Scalar>(_ value: Double, as scalar: S.Type) -> Tensor<S> {
    Tensor(shape: .scalar, repeating: S(value))
  }

  private static func components<S: Scalar>(_ values: [(name: String, value: Double)], as scalar: S.Type)
    -> Answer.Value
  {
    .object(values.map { Answer.Field(name: $0.name, value: .tensor(AnyTensor(number($0.value, as: S.self)))) })
  }

  /// Each in the shape in which its input came.
  private static func gradients<S: Scalar>(_ gradients: [CompositeLoss<S>.InputGradient], _ arguments: Arguments)
    -> Answer.Value
  {
    .object(
      gradients.map { gradient in
        let shape = arguments.inputs[gradient.input]?.tensor.shape ?? gradient.tensor.shape
        return Answer.Field(
          name: gradient.input, value: .tensor(AnyTensor(gradient.tensor.reshaped(shape) ?? gradient.tensor)))
      })
  }
}

// What all of them declare.
extension StagedLossDefinition {
  private static var parameters: [Parameter] {
    [
      Parameter(
        "gradients", .boolean, default: false, "Adds ∂loss/∂input for each output of the network that was given."),
      Parameter(
        "details", .boolean, default: false,
        "Adds which row was matched to which object, at which IoU, and what was left over."),
    ]
  }

  private var outputs: [OutputDescription] {
    let names = terms.map(\.name)
    let words = terms.map { "\($0.name): \($0.meaning)" }.joined(separator: "; ")
    return [
      OutputDescription("loss", "()", "The sum of the components."),
      OutputDescription(
        "components", "one number a term", members: Self.tensors("components", names),
        "\(words). Each as it counts in the loss, weight included."),
      OutputDescription(
        "unweighted_components", "one number a term", members: Self.tensors("unweighted_components", names),
        "The same without their weights."),
    ] + matchings.map(\.countOutput)
      + ownInputs.filter(\.isDifferentiable).map { input in
        OutputDescription(
          "gradients.\(input.name)", input.shapes[0].description, presence: "gradients is true",
          "∂loss/∂\(input.name), of its shape.")
      } + matchings.flatMap(\.detailOutputs)
  }

  private static func tensors(_ object: String, _ names: [String]) -> [OutputDescription.Tensor] {
    names.map {
      OutputDescription.Tensor(name: "\(object).\($0)", shape: ShapePattern(reading: "()"), element: .number)
    }
  }
}
