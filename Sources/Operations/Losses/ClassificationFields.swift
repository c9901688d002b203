import DetectionCore

/// Fields that several classification losses have.
enum ClassificationFields {
  static let softTargets = TensorField.reals("targets", .any, holds: "Of the same shape, in [0, 1], hard or soft.")

  static let classWeights = Field.optionalNumbers(
    "class_weights", .notNegative, "One weight per class, the last axis, beside weights. null: all 1.")

  static let ignoreIndex = Field.optionalInteger("ignore_index", .any, "Targets with this value count for nothing.")
}
