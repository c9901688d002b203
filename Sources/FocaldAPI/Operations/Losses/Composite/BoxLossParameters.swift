import DetectionCore

/// The parameters of a box loss of offsets from anchors.
enum BoxLossParameters {
  static func all(default kind: String, weights: Parameter = BoxInputs.weights) -> [Parameter] {
    [
      Parameter(
        "box_loss", .choice(["l1", "smooth-l1", "huber", "giou", "diou", "ciou"]), default: .string(kind),
        "The box loss: of the four offsets' differences, summed; or of the decoded box."),
      Parameter("beta", .number(.notNegative), default: 1, "β ≥ 0 of smooth-l1."),
      Parameter("delta", .number(.positive), default: 1, "δ > 0 of huber."),
      weights,
    ]
  }

  static func loss<S: Scalar>(_ arguments: Arguments) -> BoxRegressionLoss<S> {
    BoxRegressionLoss(
      arguments.choice("box_loss"), beta: arguments.scalar("beta"), delta: arguments.scalar("delta"),
      coder: BoxCoder(weights: BoxInputs.weights(arguments)))
  }
}

/// The thresholds of matching anchors with objects.
enum MatcherParameters {
  static func all(positive: Double, negative: Double, lowQuality: Bool) -> [Parameter] {
    [
      Parameter(
        "positive_threshold", .number(.unit), default: .number(positive), "IoU from which an anchor is positive."),
      Parameter(
        "negative_threshold", .number(.unit), default: .number(negative),
        "IoU below which an anchor is background; between the two it is ignored."),
      Parameter(
        "allow_low_quality", .boolean, default: .bool(lowQuality),
        "The anchors with the highest IoU of a box are matched to their best box even below the thresholds."),
    ]
  }

  static func matcher<S: Scalar>(_ arguments: Arguments) throws(Problem) -> AnchorMatcher<S> {
    try MatchAnchors.checkOrder(arguments)
    return AnchorMatcher(
      positiveThreshold: arguments.scalar("positive_threshold"),
      negativeThreshold: arguments.scalar("negative_threshold"), allowsLowQuality: arguments.flag("allow_low_quality"))
  }
}
