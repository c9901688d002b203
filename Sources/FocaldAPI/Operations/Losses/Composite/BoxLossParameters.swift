import DetectionCore

/// The parameters of a box loss of offsets from anchors.
enum BoxLossParameters {
  /// `prefix`: what the names begin with where a detector has several.
  static func all(
    _ prefix: String = "", default kind: String, beta: JSONValue = 1, weights: Parameter = BoxInputs.weights
  ) -> [Parameter] {
    [
      Parameter(
        "\(prefix)box_loss", .choice(["l1", "smooth-l1", "huber", "giou", "diou", "ciou"]), default: .string(kind),
        "The box loss: of the four offsets' differences, summed; or of the decoded box."),
      Parameter("\(prefix)beta", .number(.notNegative), default: beta, "β ≥ 0 of smooth-l1."),
      Parameter("\(prefix)delta", .number(.positive), default: 1, "δ > 0 of huber."),
      weights,
    ]
  }

  static func loss<S: Scalar>(_ arguments: Arguments, _ prefix: String = "") -> BoxRegressionLoss<S> {
    BoxRegressionLoss(
      arguments.choice("\(prefix)box_loss"), beta: arguments.scalar("\(prefix)beta"),
      delta: arguments.scalar("\(prefix)delta"), coder: BoxCoder(weights: BoxInputs.weights(arguments, prefix)))
  }
}

/// The thresholds of matching anchors with objects.
enum MatcherParameters {
  /// `prefix`: what the names begin with where a detector has several.
  static func all(
    _ prefix: String = "", of rows: (one: String, all: String) = ("an anchor", "anchors"), positive: Double,
    negative: Double, lowQuality: Bool
  ) -> [Parameter] {
    [
      Parameter(
        "\(prefix)positive_threshold", .number(.unit), default: .number(positive),
        "IoU from which \(rows.one) is positive."),
      Parameter(
        "\(prefix)negative_threshold", .number(.unit), default: .number(negative),
        "IoU below which \(rows.one) is background; between the two it is ignored."),
      Parameter(
        "\(prefix)allow_low_quality", .boolean, default: .bool(lowQuality),
        "The \(rows.all) with the highest IoU of a box are matched to their best box even below the thresholds."),
    ]
  }

  static func matcher<S: Scalar>(_ arguments: Arguments, _ prefix: String = "") throws(Problem) -> AnchorMatcher<S> {
    func field(_ name: String) -> Field<Double> {
      let declared = arguments.declaration.parameter("\(prefix)\(name)")?.defaultValue.number
      return .number("\(prefix)\(name)", .unit, default: declared ?? 0, "")
    }
    return try MatchThresholdFields(
      positive: field("positive_threshold"), negative: field("negative_threshold"),
      allowsLowQuality: .flag("\(prefix)allow_low_quality", default: arguments.flag("\(prefix)allow_low_quality"), "")
    ).matcher(arguments)
  }
}
