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

/// An operation of the family `losses` that is the loss of a whole detector over a batch: outputs of a network and flat
/// ground truth in; one number, its terms, and the gradient by each network output out.
///
/// A file declares what is its own. Ground truth, weights of terms, `gradients`, `details` and the form of the answer come
/// with the protocol. There is no `reduction`: the loss is one number, and `normalization` or the papers say of what.
protocol CompositeLossDefinition: OperationDefinition {
  var name: String { get }
  var summary: String { get }
  var formula: String { get }
  var source: String { get }
  /// The network's outputs, which are differentiable, and what goes with them; not the ground truth.
  var ownInputs: [Input] { get }
  var terms: [LossTermDeclaration] { get }
  var ownParameters: [Parameter] { get }
  /// What the answer holds besides, where `CompositeLossAnswer.extras` has it.
  var ownOutputs: [Output] { get }
  /// What `matches` calls a row of the network's outputs: `anchor_indices`, or `cell_indices`.
  var matchedName: String { get }
  var example: String { get }

  /// Evaluates the loss. Gradients are by the names of inputs, with as many elements.
  func loss<S: Scalar>(_ arguments: Arguments, gradients: Bool, as scalar: S.Type) throws -> CompositeLoss<S>
}

extension CompositeLossDefinition {
  var ownOutputs: [Output] { [] }
  var matchedName: String { "anchor_indices" }

  var declaration: Declaration {
    Declaration(
      family: "losses", name: name, summary: summary, formula: formula, source: source,
      inputs: ownInputs + GroundTruthInputs.all, parameters: ownParameters + terms.map(\.parameter) + Self.parameters,
      outputs: outputs, example: example)
  }

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    let evaluated = try loss(arguments, gradients: arguments.flag("gradients"), as: S.self)
    var answer = Answer()
    answer.add("loss", Self.number(evaluated.loss, as: S.self))
    answer.add("components", Self.components(evaluated.terms.map { ($0.name, $0.weighted) }, as: S.self))
    answer.add("unweighted_components", Self.components(evaluated.terms.map { ($0.name, $0.unweighted) }, as: S.self))
    answer.add("num_positives", Tensor(evaluated.matches.positives))
    if arguments.flag("gradients") { answer.add("gradients", Self.gradients(evaluated.gradients, arguments)) }
    if arguments.flag("details") { addDetails(of: evaluated.matches, arguments, to: &answer) }
    return answer
  }

  /// What a batch without images costs: nothing. No data says how large its anchors may be, so none are laid.
  func lossOfNoImages<S: Scalar>(_ arguments: Arguments) throws -> CompositeLoss<S> {
    let _: GroundTruth<S> = try GroundTruthInputs.read(arguments, imageCount: 0, classes: 0..<0)
    let empty = Tensor<S>([])
    return CompositeLoss(
      terms: terms.map { .init($0.name, 0, weight: 0) }, matches: TargetMatches(imageCount: 0),
      gradients: ownInputs.filter { $0.isDifferentiable && arguments.has($0.name) }.map { .init($0.name, empty) })
  }

  private func addDetails<S: Scalar>(of matches: TargetMatches<S>, _ arguments: Arguments, to answer: inout Answer) {
    var columns = Answer()
    columns.add("image_indices", Tensor(matches.images))
    columns.add(matchedName, Tensor(matches.anchors))
    columns.add("target_indices", Tensor(matches.targets))
    columns.add("iou", Tensor(matches.iou))
    answer.add("matches", .object(columns.fields))
    answer.add("num_ignored", Tensor(matches.ignored))
    let targets = arguments.inputs["target_boxes"]?.tensor.shape.extents.first ?? 0
    answer.add("unmatched_targets", Tensor(matches.unmatched(of: targets)))
  }
}

// What all of them declare and answer.
extension CompositeLossDefinition {
  private static var parameters: [Parameter] {
    [
      Parameter(
        "gradients", .boolean, default: false, "Adds ∂loss/∂input for each output of the network that was given."),
      Parameter(
        "details", .boolean, default: false,
        "Adds which row was matched to which object, at which IoU, and what was left over."),
    ]
  }

  private var outputs: [Output] {
    let names = terms.map(\.name)
    let words = terms.map { "\($0.name): \($0.meaning)" }.joined(separator: "; ")
    return [
      Output("loss", "()", "The sum of the components."),
      Output(
        "components", "one number a term", members: Self.tensors("components", names),
        "\(words). Each as it counts in the loss, weight included."),
      Output(
        "unweighted_components", "one number a term", members: Self.tensors("unweighted_components", names),
        "The same without their weights."),
      Output("num_positives", "(B,)", element: .integer, "Rows of each image that were matched to an object."),
    ]
      + ownInputs.filter(\.isDifferentiable).map { input in
        Output(
          "gradients.\(input.name)", input.shapes[0].description, presence: "gradients is true",
          "∂loss/∂\(input.name), of its shape.")
      } + detailOutputs + ownOutputs
  }

  private var detailOutputs: [Output] {
    let presence = "details is true"
    return [
      Output(
        "matches", "columns (P,)", presence: presence,
        members: ["image_indices", matchedName, "target_indices"].map { column in
          Output.Tensor(name: "matches.\(column)", shape: .of("P"), element: .integer)
        } + [Output.Tensor(name: "matches.iou", shape: .of("P"), element: .number)],
        "A row a positive: its image, its row in that image, the object's row in target_boxes, and their IoU."),
      Output(
        "num_ignored", "(B,)", element: .integer, presence: presence, "Rows of each image that count for nothing."),
      Output(
        "unmatched_targets", "(U,)", element: .integer, presence: presence, "Objects that nothing was matched to."),
    ]
  }

  private static func tensors(_ object: String, _ names: [String]) -> [Output.Tensor] {
    names.map { Output.Tensor(name: "\(object).\($0)", shape: ShapePattern(reading: "()"), element: .number) }
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
