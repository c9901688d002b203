import DetectionCore

struct MatchAnchors: FieldedOperation {
  enum Method: String, CaseIterable {
    case maxIoU = "max-iou"
    case atss
    case taskAligned = "task-aligned"
  }

  let about = About(
    "anchors", "match",
    summary: "Which ground truth each anchor is trained on.",
    formula: "max-iou: argmax IoU if max IoU ≥ positive_threshold;  −1 if < negative_threshold;  else −2.  "
      + "atss: IoU ≥ mean + std over the k nearest of each level, centre inside.  "
      + "task-aligned: the k highest t = s^α u^β, centre inside;  target score t/max t · max u",
    source: "Lin et al. 2017, «Focal Loss for Dense Object Detection», §4; torchvision and detectron2, Matcher. "
      + "Zhang et al. 2020, «ATSS», algorithm 1. Feng et al. 2021, «TOOD», §3.2; Ultralytics, TaskAlignedAssigner",
    example: #"{"anchors": [[0, 0, 10, 10], [20, 20, 30, 30]], "target_boxes": [[1, 1, 10, 10]]}"#)
  let anchors = TensorField.reals(
    "anchors", .of("A", "4"),
    holds: "Anchors, in format. Task-aligned takes their centres alone: a point is a box without size.")
  let targets = TensorField.reals("target_boxes", .of("M", "4"), holds: "Ground truth, in the same format.")
  let predictions = TaskAlignedPredictions(Self.method)
  let method = Self.method
  let thresholds = MatchThresholdFields(
    positive: .number("positive_threshold", .unit, default: 0.5, "max-iou: IoU from which an anchor is positive.").only(
      .when(Self.method, is: .maxIoU)),
    negative: .number(
      "negative_threshold", .unit, default: 0.4, "max-iou: IoU below which an anchor is background."
    ).only(.when(Self.method, is: .maxIoU)),
    allowsLowQuality: .flag(
      "allow_low_quality",
      "max-iou: the anchors with the highest IoU of a box are matched to their best box even below the thresholds."
    ).only(.when(Self.method, is: .maxIoU)))
  let levelSizes = Field.optionalIntegers(
    "level_sizes", .from(0), "atss: how many anchors each level has, in the order of the anchors."
  ).only(.when(Self.method, is: .atss))
  let candidates = Field.optionalInteger(
    "candidates", .from(1),
    "k. atss: anchors of each level that a box looks at; null: 9. task-aligned: anchors a box takes; null: 10."
  ).only(.when(Self.method, is: .atss, .taskAligned))
  let alpha = Field.number(
    "alpha", .notNegative, default: 0.5, "task-aligned: α, the exponent of the score. TOOD: 1."
  ).only(.when(Self.method, is: .taskAligned))
  let beta = Field.number(
    "beta", .notNegative, default: 6, "task-aligned: β, the exponent of the overlap."
  ).only(.when(Self.method, is: .taskAligned))
  let overlap = Field<OverlapKind>.choice(
    "overlap", among: OverlapKind.measures, default: .ciou,
    "task-aligned: how u is measured; at least 0. TOOD: iou."
  ).only(.when(Self.method, is: .taskAligned))
  let ignored = IgnoredRegionFields(ofBatch: false, format: "in format")
  let format = BoxFields.format()

  let labels = Output.indices(
    "labels", "(A,)",
    "The index of the matched box; −1 background; −2 between the thresholds of max-iou, or in an ignored box.")
  let iou = Output.reals(
    "iou", "(A,)",
    "max-iou: the anchor's best IoU. atss: the IoU with the matched box. task-aligned: the overlap of the "
      + "predicted box with it. 0 without boxes, and for the background of the latter two.")
  let boxThresholds = Output.reals("thresholds", "(M,)", "The IoU from which each box takes an anchor.").only(
    .when(Self.method, is: .atss))
  let targetScores = Output.reals(
    "target_scores", "(A,)", "The score that the matched box's class is trained on; 0 for background."
  ).only(.when(Self.method, is: .taskAligned))

  private static let method = Field<Method>.choice("method", default: .maxIoU, "Who decides.")

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    switch request[method] {
    case .maxIoU: try maxIoU(request, as: S.self)
    case .atss: try atss(request, as: S.self)
    case .taskAligned: try taskAligned(request, as: S.self)
    }
  }

  private func maxIoU<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let matcher: AnchorMatcher<S> = try thresholds.matcher(request)
    let format = request[format]
    let matches = try matcher.match(
      request.boxes(anchors, format), targets: request.boxes(targets, format), deadline: request.limits.deadline)
    var answer = Answer()
    answer.set(labels, try passingOver(request, matches.labels, as: S.self))
    answer.set(iou, matches.iou)
    return answer
  }

  /// The labels, but for the anchors that ignored boxes cover.
  private func passingOver<S: Scalar>(_ request: Request, _ labels: Tensor<Int>, as scalar: S.Type) throws
    -> Tensor<Int>
  {
    let format = request[format]
    guard let regions: IgnoredRegions<S> = try ignored.read(request, imageCount: 1, format) else { return labels }
    return try regions.marking(
      labels, of: request.boxes(anchors, format), deadline: request.limits.deadline)
  }

  private func atss<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    guard let sizes = request[levelSizes] else {
      throw Problem(.missingField, at: "/level_sizes", "level_sizes is missing: give the number of anchors per level")
    }
    let format = request[format]
    let matches = try ATSSAssigner<S>(candidates: request[candidates] ?? 9).assign(
      request.boxes(anchors, format), levelSizes: sizes, targets: request.boxes(targets, format),
      deadline: request.limits.deadline)
    var answer = Answer()
    answer.set(labels, try passingOver(request, matches.labels, as: S.self))
    answer.set(iou, matches.iou)
    answer.set(boxThresholds, matches.thresholds)
    return answer
  }

  private func taskAligned<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    try predictions.checkGiven(request)
    let assigner = TaskAlignedAssigner<S>(
      alpha: request[alpha, as: S.self], beta: request[beta, as: S.self], candidates: request[candidates] ?? 10,
      overlap: request[overlap])
    let format = request[format]
    let matches = try assigner.assign(
      anchors: request.boxes(anchors, format), boxes: request.boxes(predictions.boxes, format),
      scores: request.tensor(predictions.scores), targets: request.boxes(targets, format),
      targetLabels: request.tensor(predictions.targetLabels), reach: request.optionalTensor(predictions.reach),
      deadline: request.limits.deadline)
    var answer = Answer()
    answer.set(labels, try passingOver(request, matches.labels, as: S.self))
    answer.set(iou, matches.overlaps)
    answer.set(targetScores, matches.scores)
    return answer
  }
}
