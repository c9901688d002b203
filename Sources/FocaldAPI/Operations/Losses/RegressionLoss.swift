import DetectionCore

/// What L1, L2, Huber and smooth L1 share: `predictions` and `targets` of one shape.
protocol RegressionLoss: LossDefinition {
  func evaluate<S: Scalar>(
    _ arguments: Arguments, _ predictions: Tensor<S>, _ targets: Tensor<S>, gradient: Bool, _ reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S>
}

extension RegressionLoss {
  var isLinear: Bool { true }
  var inputs: [Input] {
    [
      Input("predictions", .any, isDifferentiable: true, holds: "Real numbers."),
      Input("targets", .any, holds: "Of the same shape."),
    ]
  }

  func loss<S: Scalar>(_ arguments: Arguments, gradient: Bool, reduction: Reduction, as scalar: S.Type) throws
    -> LossAnswer<S>
  {
    LossAnswer(
      loss: try evaluate(
        arguments, arguments.tensor("predictions"), arguments.tensor("targets"), gradient: gradient, reduction),
      input: "predictions")
  }
}
