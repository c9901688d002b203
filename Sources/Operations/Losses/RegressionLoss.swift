import DetectionCore

/// What L1, L2, Huber and smooth L1 share: `predictions` and `targets` of one shape.
protocol RegressionLoss: LossDefinition {
  var fields: RegressionFields { get }

  func evaluate<S: Scalar>(
    _ request: Request, _ predictions: Tensor<S>, _ targets: Tensor<S>, _ weights: LossWeights<S>?, gradient: Bool,
    _ reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S>
}

extension RegressionLoss {
  func loss<S: Scalar>(_ request: Request, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    LossAnswer(
      loss: try evaluate(
        request, request.tensor(fields.predictions), request.tensor(fields.targets), LossFields.shared.weights(request),
        gradient: gradient, reduction),
      input: fields.predictions)
  }
}
