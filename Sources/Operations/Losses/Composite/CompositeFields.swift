import DetectionCore

/// What every composite loss has beside the fields that are its own: the weights of its terms, `gradients`, `details`, and
/// the form of its answer.
struct CompositeFields: FieldGroup {
  let weights: [Field<Double>]
  let gradients = Field.flag("gradients", "Adds ∂loss/∂input for each output of the network that was given.")
  let details = Field.flag(
    "details", "Adds which row was matched to which object, at which IoU, and what was left over.")
  let loss = Output.reals("loss", "()", "The sum of the components.")
  let components: Output<LossTermOutputs>
  let unweighted: Output<LossTermOutputs>
  /// One for each stage.
  let matchings: [MatchingOutputs]

  init(_ stages: LossStage...) {
    let terms = stages.flatMap(\.terms)
    weights = stages.flatMap { stage in stage.terms.map { $0.weight.only(stage.conditions) } }
    let words = terms.map { "\($0.name): \($0.meaning)" }.joined(separator: "; ")
    components = .object(
      "components", LossTermOutputs(stages), "\(words). Each as it counts in the loss, weight included.")
    unweighted = .object("unweighted_components", LossTermOutputs(stages), "The same without their weights.")
    let details = details
    matchings = stages.map { stage in
      MatchingOutputs(
        stage.prefix, rows: stage.rows, sampling: stage.sampling, details: details, stage.conditions)
    }
  }

  /// The outputs of a loss with these fields, in their order.
  func outputs(_ fields: [FieldDescription]) -> [OutputDescription] {
    [loss.description, components.description, unweighted.description]
      + matchings.map(\.positiveCounts.description)
      + [GradientOutputs.description(of: fields, with: gradients)].compactMap(\.self)
      + matchings.flatMap(\.details)
  }

  /// The answer of a loss of these stages; `nil` where the request has none of a stage's inputs.
  func answer<S: Scalar>(_ stages: [CompositeLoss<S>?], _ request: Request, targets: Int) -> Answer {
    let stages = zip(matchings, stages).compactMap { matching, loss in loss.map { (matching: matching, loss: $0) } }
    let terms = stages.flatMap(\.loss.terms)
    var answer = Answer()
    answer.set(loss, S(terms.reduce(0) { $0 + $1.weighted }))
    set(components, terms.map { ($0.name, S($0.weighted)) }, in: &answer)
    set(unweighted, terms.map { ($0.name, S($0.unweighted)) }, in: &answer)
    for stage in stages { answer.set(stage.matching.positiveCounts, stage.loss.matches.positives) }
    if request[gradients] {
      answer.setGradients(stages.flatMap(\.loss.gradients).map { ($0.input, Self.reshaped($0, request)) })
    }
    if request[details] {
      for stage in stages { stage.matching.setDetails(of: stage.loss, targets: targets, in: &answer) }
    }
    return answer
  }

  /// Of a stage that is not there, there are no terms.
  private func set<S: Scalar>(
    _ object: Output<LossTermOutputs>, _ terms: [(name: String, value: S)], in answer: inout Answer
  ) {
    answer.set(object) { members, group in
      for output in group.terms {
        if let term = terms.first(where: { $0.name == output.name }) { members.set(output, term.value) }
      }
    }
  }

  /// A gradient in the shape in which its input came.
  private static func reshaped<S: Scalar>(_ gradient: CompositeLoss<S>.InputGradient, _ request: Request)
    -> Tensor<S>
  {
    let shape = request.inputs[gradient.input]?.tensor.shape
    return shape.flatMap(gradient.tensor.reshaped) ?? gradient.tensor
  }
}
