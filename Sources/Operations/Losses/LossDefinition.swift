import DetectionCore

/// An operation of the family `losses`: declares what is its own; reduction, normalizer and gradients come with the family.
protocol LossDefinition: OperationDefinition {
  var about: About { get }

  /// Evaluates the loss and reduces it.
  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
}

/// What a loss answers.
struct LossAnswer<S: Scalar> {
  let loss: ReducedLoss<S>
  /// The input that the gradient is by.
  let input: TensorField<Reals>
  /// What the answer holds besides.
  var extras = Answer()
}

extension LossDefinition {
  // Time and answer grow with the request.
  var isLinear: Bool { true }

  var declaration: Declaration {
    let own = declaredMembers(of: self)
    return Declaration(
      about, fields: own.flatMap(\.requestFields) + LossFields.shared.requestFields,
      outputs: LossFields.shared.outputs(own.flatMap(\.requestFields)) + own.flatMap(\.answerFields))
  }

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let fields = LossFields.shared
    let evaluated = try loss(
      request, gradient: request[fields.gradients], reduction: fields.reduction(request), as: S.self)
    try fields.checkMean(evaluated.loss, request)
    var answer = Answer()
    answer.set(fields.loss, evaluated.loss.loss)
    if let gradient = evaluated.loss.gradient { answer.setGradients([(evaluated.input.name, gradient)]) }
    answer.fields += evaluated.extras.fields
    return answer
  }
}
