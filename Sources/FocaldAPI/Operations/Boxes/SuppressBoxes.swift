import DetectionCore

struct SuppressBoxes: OperationDefinition {
  let declaration = Declaration(
    family: "boxes", name: "nms",
    summary: "Greedy non-maximum suppression, per class.",
    formula: "in score order, keep a box unless IoU(box, a kept box of its class) > iou_threshold",
    source: "torchvision.ops.nms, batched_nms; classes are told apart by label, not by shifted coordinates",
    inputs: [
      Input("boxes", .of("N", "4"), .of("N", "5"), holds: "Boxes, in format."),
      Input("scores", .of("N"), holds: "Scores; of equal ones the lower index wins."),
      Input(
        "labels", .of("N"), element: .integer, presence: .optional(otherwise: "one class"), holds: "Class indices."),
    ],
    parameters: [
      SuppressionParameters.iouThreshold,
      Parameter("score_threshold", .number(.any), default: nil, "Only strictly greater scores take part. null: all."),
      Parameter("max_detections", .integer(.from(0)), default: nil, "Indices answered at the most. null: all."),
      SuppressionParameters.classAgnostic("labels"),
      SuppressionParameters.suppression,
      SuppressionParameters.explain,
      BoxInputs.rotatableFormat,
    ],
    outputs: [
      OutputDescription("indices", "(n,)", element: .integer, "The boxes that stay, best score first."),
      OutputDescription(
        "scores", "(n,)", presence: "the method changes scores", "Their scores: decayed, or of merged boxes."),
      OutputDescription("boxes", "(n, 4)", presence: "the method merges boxes", "The merged boxes, in format."),
      OutputDescription(
        "counts", "", members: OutputDescription.counts("1", DetectionCounts.names.filter { $0 != "after_top_k" }),
        "{\"candidates\", \"above_threshold\", \"after_nms\", \"returned\"}: what each stage left."),
      .explanation,
    ],
    example: #"{"boxes": [[0, 0, 10, 10], [1, 1, 11, 11], [20, 20, 30, 30]], "scores": [0.9, 0.8, 0.7]}"#)

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    let suppression: Suppression<S> = try SuppressionParameters.read(arguments)
    let found = try found(arguments, suppression)
    var answer = Answer()
    answer.add("indices", Tensor(found.indices))
    if let scores = found.scores { answer.add("scores", Tensor(scores)) }
    if let boxes = found.boxes { answer.add("boxes", boxes.tensor) }
    answer.add("counts", Answer.Value(found.counts, hasTopK: false))
    if let explanation = found.explanation { answer.add("explanation", Answer.Value(explanation)) }
    return answer
  }

  private func found<S: Scalar>(_ arguments: Arguments, _ suppression: Suppression<S>) throws -> SuppressedBoxes<S> {
    let (scores, labels): (Tensor<S>, _) = (try arguments.tensor("scores"), arguments.optionalIndices("labels"))
    let threshold: S? = arguments.optionalScalar("score_threshold")
    let most = arguments.optionalInteger("max_detections") ?? .max
    let (limit, deadline) = (
      arguments.flag("explain") ? arguments.limits.answerElements : nil, arguments.limits.deadline
    )
    if BoxInputs.areRotated(arguments) {
      return try suppression.evaluate(
        RotatedBoxes(try arguments.tensor("boxes")), scores: scores, labels: labels, scoreThreshold: threshold,
        maxDetections: most, explanationLimit: limit, deadline: deadline)
    }
    return try suppression.evaluate(
      arguments.boxes("boxes"), scores: scores, labels: labels, scoreThreshold: threshold, maxDetections: most,
      explanationLimit: limit, deadline: deadline)
  }
}
