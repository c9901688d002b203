import DetectionCore

struct MatchAnchors: OperationDefinition {
  let declaration = Declaration(
    family: "anchors", name: "match",
    summary: "Which ground truth each anchor is trained on.",
    formula: "argmax IoU if max IoU ≥ positive_threshold;  −1 if < negative_threshold;  else −2",
    source: "Lin et al. 2017, «Focal Loss for Dense Object Detection», §4; torchvision and detectron2, Matcher",
    inputs: [
      Input("anchors", .of("A", "4"), holds: "Anchors, in format."),
      Input("target_boxes", .of("M", "4"), holds: "Ground truth, in the same format."),
    ],
    parameters: [
      Parameter("positive_threshold", .number(.unit), default: 0.5, "IoU from which an anchor is positive."),
      Parameter("negative_threshold", .number(.unit), default: 0.4, "IoU below which an anchor is background."),
      Parameter(
        "allow_low_quality", .boolean, default: false,
        "The anchors with the highest IoU of a box are matched to their best box even below the thresholds."),
      BoxInputs.format(),
    ],
    outputs: [
      Output(
        "labels", "(A,)", element: .integer, "The index of the matched box; −1 background; −2 between the thresholds."),
      Output("iou", "(A,)", "The anchor's best IoU; 0 without boxes."),
    ],
    example: #"{"anchors": [[0, 0, 10, 10], [20, 20, 30, 30]], "target_boxes": [[1, 1, 10, 10]]}"#)

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    try Self.checkOrder(arguments)
    let matcher = AnchorMatcher<S>(
      positiveThreshold: arguments.scalar("positive_threshold"),
      negativeThreshold: arguments.scalar("negative_threshold"), allowsLowQuality: arguments.flag("allow_low_quality"))
    let anchors: Boxes<S> = try arguments.boxes("anchors")
    let matches = try matcher.match(
      anchors, targets: arguments.boxes("target_boxes"), deadline: arguments.limits.deadline)
    var answer = Answer()
    answer.add("labels", matches.labels)
    answer.add("iou", matches.iou)
    return answer
  }

  /// The issue stands at the threshold that the request gives: the other may be a default.
  static func checkOrder(_ arguments: Arguments) throws(Problem) {
    let (low, high) = (arguments.number("negative_threshold"), arguments.number("positive_threshold"))
    guard low > high else { return }
    throw Problem(
      .conflictingFields, at: arguments.isGiven("negative_threshold") ? "/negative_threshold" : "/positive_threshold",
      "negative_threshold, \(plain(low)), must not be greater than positive_threshold, \(plain(high))")
  }
}
