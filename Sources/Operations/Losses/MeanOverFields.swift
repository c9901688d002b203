import DetectionCore

/// What the mean of a classification loss is of, in which libraries differ.
struct MeanOverFields: FieldGroup {
  /// What it is of.
  enum Rule: String, CaseIterable {
    /// Σ / elements.
    case elements
    /// Of each row the mean over its classes, and then the sum: Σ / classes.
    case classes
    /// Of each row the sum over its classes, and then the mean: Σ / rows.
    case rows
  }

  let rule = Field<Rule>.choice(
    "mean_over", default: .elements,
    "What reduction \"mean\" is of, where classes are the last axis: of all elements; \"classes\": of each row's classes, and "
      + "rows are summed; \"rows\": of the rows, whose classes are summed."
  ).only(.when(LossFields.shared.rule, is: .mean))

  /// The reduction of a loss of that shape: the request's own, unless its mean is another one.
  func reduction(_ request: Request, _ shape: Shape, or own: Reduction) -> Reduction {
    guard own == .mean, let classes = shape.extents.last, classes > 0, shape.count > 0 else { return own }
    return switch request[rule] {
    case .elements: own
    case .classes: .sum(normalizer: Double(classes))
    case .rows: .sum(normalizer: Double(shape.count / classes))
    }
  }
}
