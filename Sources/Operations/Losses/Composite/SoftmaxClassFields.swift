import DetectionCore

/// What else there is to the softmax over a detector's classes.
struct SoftmaxClassFields: FieldGroup {
  let labelSmoothing = Field.number(
    "label_smoothing", .unit, default: 0,
    "ε: the row's class learns 1 − ε, and all classes ε/K each, as PyTorch has it.")
  let weights = Field.optionalNumbers(
    "class_weights", .notNegative,
    "K weights, background included, one for what rows of each class cost. N takes no notice of them. null: all 1.")

  func read<S: Scalar>(_ request: Request, as scalar: S.Type = S.self) -> CrossEntropyLoss<S> {
    CrossEntropyLoss(
      classWeights: request[weights]?.map { S($0) }, labelSmoothing: request[labelSmoothing, as: S.self])
  }
}
