import DetectionCore

struct MatchAnchors: OperationDefinition {
  let declaration = Declaration(
    family: "anchors", name: "match",
    summary: "Which ground truth each anchor is trained on.",
    formula: "max-iou: argmax IoU if max IoU ≥ positive_threshold;  −1 if < negative_threshold;  else −2.  "
      + "atss: IoU ≥ mean + std over the k nearest of each level, centre inside.  "
      + "task-aligned: the k highest t = s^α u^β, centre inside;  target score t/max t · max u",
    source: "Lin et al. 2017, «Focal Loss for Dense Object Detection», §4; torchvision and detectron2, Matcher. "
      + "Zhang et al. 2020, «ATSS», algorithm 1. Feng et al. 2021, «TOOD», §3.2; Ultralytics, TaskAlignedAssigner",
    inputs: [
      Input(
        "anchors", .of("A", "4"),
        holds: "Anchors, in format. Task-aligned takes their centres alone: a point is a box without size."),
      Input("target_boxes", .of("M", "4"), holds: "Ground truth, in the same format."),
      Input(
        "target_labels", .of("M"), element: .integer, presence: .optional(otherwise: "none"),
        holds: "Task-aligned: the classes of the target boxes, from 0 to K − 1."),
      Input(
        "boxes", .of("A", "4"), presence: .optional(otherwise: "none"),
        holds: "Task-aligned: the boxes predicted at the anchors, in the same format."),
      Input(
        "scores", .of("A", "K"), presence: .optional(otherwise: "none"),
        holds: "Task-aligned: the predicted scores, after the sigmoid, in [0, 1]."),
    ],
    parameters: [
      Parameter("method", .choice(Method.allCases.map(\.rawValue)), default: "max-iou", "Who decides."),
      Parameter("positive_threshold", .number(.unit), default: 0.5, "max-iou: IoU from which an anchor is positive."),
      Parameter(
        "negative_threshold", .number(.unit), default: 0.4, "max-iou: IoU below which an anchor is background."),
      Parameter(
        "allow_low_quality", .boolean, default: false,
        "max-iou: the anchors with the highest IoU of a box are matched to their best box even below the thresholds."),
      Parameter(
        "level_sizes", .list(.integer(.from(0)), count: nil), default: nil,
        "atss: how many anchors each level has, in the order of the anchors."),
      Parameter(
        "candidates", .integer(.from(1)), default: nil,
        "k. atss: anchors of each level that a box looks at; null: 9. task-aligned: anchors a box takes; null: 10."),
      Parameter("alpha", .number(.notNegative), default: 0.5, "task-aligned: α, the exponent of the score. TOOD: 1."),
      Parameter("beta", .number(.notNegative), default: 6, "task-aligned: β, the exponent of the overlap."),
      Parameter(
        "overlap", .choice(OverlapKind.allCases.map(\.rawValue)), default: "ciou",
        "task-aligned: how u is measured, held at 0 from below. TOOD: iou."),
      BoxInputs.format(),
    ],
    outputs: [
      OutputDescription(
        "labels", "(A,)", element: .integer,
        "The index of the matched box; −1 background; −2 between the thresholds of max-iou."),
      OutputDescription(
        "iou", "(A,)",
        "max-iou: the anchor's best IoU. atss: the IoU with the matched box. task-aligned: the overlap of the "
          + "predicted box with it. 0 without boxes, and for the background of the latter two."),
      OutputDescription(
        "thresholds", "(M,)", presence: "method is \"atss\"", "The IoU from which each box takes an anchor."),
      OutputDescription(
        "target_scores", "(A,)", presence: "method is \"task-aligned\"",
        "The score that the matched box's class is trained on; 0 for background."),
    ],
    example: #"{"anchors": [[0, 0, 10, 10], [20, 20, 30, 30]], "target_boxes": [[1, 1, 10, 10]]}"#)

  private enum Method: String, CaseIterable {
    case maxIoU = "max-iou"
    case atss
    case taskAligned = "task-aligned"
  }

  private static let predictions = ["target_labels", "boxes", "scores"]

  private static let fields = ChoiceFields(
    parameter: "method",
    fields: [
      ("max-iou", ["positive_threshold", "negative_threshold", "allow_low_quality"]),
      ("atss", ["level_sizes", "candidates"]),
      ("task-aligned", predictions + ["candidates", "alpha", "beta", "overlap"]),
    ])

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    try Self.fields.check(arguments)
    let method: Method = arguments.choice("method")
    return switch method {
    case .maxIoU: try Self.maxIoU(arguments, as: S.self)
    case .atss: try Self.atss(arguments, as: S.self)
    case .taskAligned: try Self.taskAligned(arguments, as: S.self)
    }
  }

  private static func maxIoU<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    try checkOrder(arguments)
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

  private static func atss<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    guard let sizes = arguments.optionalNumbers("level_sizes")?.compactMap(Int.init(exactly:)) else {
      throw Problem(.missingField, at: "/level_sizes", "level_sizes is missing: give the number of anchors per level")
    }
    let anchors: Boxes<S> = try arguments.boxes("anchors")
    let matches = try ATSSAssigner<S>(candidates: arguments.optionalInteger("candidates") ?? 9).assign(
      anchors, levelSizes: sizes, targets: arguments.boxes("target_boxes"), deadline: arguments.limits.deadline)
    var answer = Answer()
    answer.add("labels", matches.labels)
    answer.add("iou", matches.iou)
    answer.add("thresholds", matches.thresholds)
    return answer
  }

  private static func taskAligned<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    if let missing = predictions.first(where: { !arguments.has($0) }) {
      throw Problem(.missingField, at: "/\(missing)", "\(missing) is missing: method \"task-aligned\" wants it")
    }
    let assigner = TaskAlignedAssigner<S>(
      alpha: arguments.scalar("alpha"), beta: arguments.scalar("beta"),
      candidates: arguments.optionalInteger("candidates") ?? 10, overlap: arguments.choice("overlap"))
    let matches = try assigner.assign(
      anchors: arguments.boxes("anchors"), boxes: arguments.boxes("boxes"), scores: arguments.tensor("scores"),
      targets: arguments.boxes("target_boxes"), targetLabels: arguments.indices("target_labels"),
      deadline: arguments.limits.deadline)
    var answer = Answer()
    answer.add("labels", matches.labels)
    answer.add("iou", matches.overlaps)
    answer.add("target_scores", matches.scores)
    return answer
  }

  /// The issue stands at the threshold that the request gives: the other may be a default.
  /// `prefix`: what their names begin with.
  static func checkOrder(_ arguments: Arguments, _ prefix: String = "") throws(Problem) {
    let (negative, positive) = ("\(prefix)negative_threshold", "\(prefix)positive_threshold")
    let (low, high) = (arguments.number(negative), arguments.number(positive))
    guard low > high else { return }
    throw Problem(
      .conflictingFields, at: arguments.isGiven(negative) ? "/\(negative)" : "/\(positive)",
      "\(negative), \(plain(low)), must not be greater than \(positive), \(plain(high))")
  }
}
