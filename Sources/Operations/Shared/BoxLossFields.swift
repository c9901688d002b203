import DetectionCore

/// The box loss of a detector whose network gives offsets from anchors.
struct BoxLossFields: FieldGroup {
  let kind: Field<BoxRegressionLoss<Double>.Kind>
  let beta: Field<Double>
  let delta: Field<Double>
  let weights: Field<BoxDeltas<Double>>

  /// `prefix`: what the names begin with where a detector has several.
  init(
    _ prefix: String = "", default kind: BoxRegressionLoss<Double>.Kind, beta: Double = 1,
    weights: [Double] = [1, 1, 1, 1]
  ) {
    self.kind = .choice(
      "\(prefix)box_loss", default: kind,
      "The box loss: of the four offsets' differences, summed; or of the decoded box.")
    self.beta = .number("\(prefix)beta", .notNegative, default: beta, "β ≥ 0 of smooth-l1.")
    delta = .number("\(prefix)delta", .positive, default: 1, "δ > 0 of huber.")
    self.weights = BoxFields.weights(prefix, default: weights)
  }

  func read<S: Scalar>(_ request: Request, as scalar: S.Type = S.self) -> BoxRegressionLoss<S> {
    BoxRegressionLoss(
      request.word(kind), beta: request[beta, as: S.self], delta: request[delta, as: S.self],
      coder: BoxCoder(weights: request[weights].converted()))
  }
}
