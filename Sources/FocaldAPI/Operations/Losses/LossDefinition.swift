import DetectionCore

/// What a loss answers.
struct LossAnswer<S: Scalar> {
  let loss: ReducedLoss<S>
  /// The input that the gradient is by.
  let input: String
  /// What the answer holds besides.
  var extras = Answer()
}

/// An operation of the family `losses`: declares what is its own; reduction, normalizer and gradients come with the family.
protocol LossDefinition: OperationDefinition {
  var name: String { get }
  var summary: String { get }
  var formula: String { get }
  var source: String { get }
  var inputs: [Input] { get }
  var ownParameters: [Parameter] { get }
  var ownOutputs: [Output] { get }
  var example: String { get }

  /// Evaluates the loss and reduces it.
  func loss<S: Scalar>(_ arguments: Arguments, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
}

extension LossDefinition {
  var ownParameters: [Parameter] { [] }
  var ownOutputs: [Output] { [] }

  var declaration: Declaration {
    Declaration(
      family: "losses", name: name, summary: summary, formula: formula, source: source, inputs: inputs,
      parameters: ownParameters + LossParameters.all, outputs: LossParameters.outputs(inputs) + ownOutputs,
      example: example)
  }

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    let reduction = try LossParameters.reduction(arguments)
    let evaluated = try loss(
      arguments, gradient: arguments.flag("gradients"), reduction: reduction, as: S.self)
    var answer = Answer()
    answer.add("loss", evaluated.loss.loss)
    if let gradient = evaluated.loss.gradient {
      answer.add("gradients", .object([Answer.Field(name: evaluated.input, value: .tensor(AnyTensor(gradient)))]))
    }
    answer.fields += evaluated.extras.fields
    return answer
  }
}

/// The parameters and outputs that every loss has.
enum LossParameters {
  static let all = [
    Parameter(
      "reduction", .choice(["none", "mean", "sum"]), default: "mean",
      "How elements (of a box loss: boxes) become one number. The mean of nothing is 0."),
    Parameter(
      "normalizer", .number(.positive), default: nil,
      "With reduction \"sum\" only: the sum is divided by it."),
    Parameter(
      "gradients", .boolean, default: false,
      "Adds ∂loss/∂input for each differentiable input that was given; with reduction \"none\", of the sum."),
  ]

  static func outputs(_ inputs: [Input]) -> [Output] {
    [Output("loss", "() or one value an element", "The loss; with reduction \"none\" one value an element, or a box.")]
      + inputs.filter(\.isDifferentiable).map { input in
        Output(
          "gradients.\(input.name)", input.shapes.first?.description ?? "S", presence: "gradients is true",
          "∂loss/∂\(input.name), of its shape.")
      }
  }

  static func reduction(_ arguments: Arguments) throws(Problem) -> Reduction {
    let normalizer = arguments.optionalNumber("normalizer")
    let name = arguments.value("reduction")
    if normalizer != nil, name != "sum" {
      throw Problem(.conflictingFields, at: "/normalizer", "normalizer goes with reduction \"sum\" only")
    }
    return switch name {
    case "none": .none
    case "sum": .sum(normalizer: normalizer ?? 1)
    default: .mean
    }
  }
}
