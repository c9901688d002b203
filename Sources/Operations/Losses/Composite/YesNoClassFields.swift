import DetectionCore

/// What else there is to the classes of a YOLO head's matched rows, each a sigmoid of its own.
struct YesNoClassFields: FieldGroup {
  let labelSmoothing = Field.number(
    "label_smoothing", .unit, default: 0, "ε: the object's class learns 1 − ε/2, every other ε/2.")
  let positiveWeight = Field.number(
    "class_pos_weight", .notNegative, default: 1, "w₊ of the classes, as PyTorch's pos_weight; YOLOv5's cls_pw.")
  let weights = Field.classWeights

  func read<S: Scalar>(_ request: Request, as scalar: S.Type = S.self) -> YesNoClasses<S> {
    YesNoClasses(
      labelSmoothing: request[labelSmoothing, as: S.self], positiveWeight: request[positiveWeight, as: S.self],
      weights: request[weights]?.map { S($0) })
  }
}

extension Field<[Double]?> {
  /// Of classes that are sigmoids.
  static var classWeights: Field {
    optionalNumbers("class_weights", .notNegative, "K weights, one for what each class costs. null: all 1.")
  }
}
