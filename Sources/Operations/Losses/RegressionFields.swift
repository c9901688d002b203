import DetectionCore

/// The inputs of a loss of differences.
struct RegressionFields: FieldGroup {
  let predictions = TensorField.reals("predictions", .any, differentiable: true, holds: "Real numbers.")
  let targets = TensorField.reals("targets", .any, holds: "Of the same shape.")
}
