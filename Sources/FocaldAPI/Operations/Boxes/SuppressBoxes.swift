import DetectionCore

struct SuppressBoxes: OperationDefinition {
  let declaration = Declaration(
    family: "boxes", name: "nms",
    summary: "Greedy non-maximum suppression, per class.",
    formula: "in score order, keep a box unless IoU(box, a kept box of its class) > iou_threshold",
    source: "torchvision.ops.nms, batched_nms; classes are told apart by label, not by shifted coordinates",
    inputs: [
      Input("boxes", .of("N", "4"), holds: "Boxes, in format."),
      Input("scores", .of("N"), holds: "Scores; of equal ones the lower index wins."),
      Input(
        "labels", .of("N"), element: .integer, presence: .optional(otherwise: "one class"), holds: "Class indices."),
    ],
    parameters: [
      Parameter("iou_threshold", .number(.unit), default: 0.5, "Suppressed is what overlaps strictly more."),
      Parameter("score_threshold", .number(.any), default: nil, "Only strictly greater scores take part. null: all."),
      Parameter("max_detections", .integer(.from(0)), default: nil, "Indices answered at the most. null: all."),
      Parameter("class_agnostic", .boolean, default: false, "Boxes of different labels suppress each other as well."),
      BoxInputs.format(),
    ],
    outputs: [
      Output("indices", "(n,)", element: .integer, "The boxes that stay, best score first."),
      Output(
        "counts", "", members: Output.counts("1", "candidates", "above_threshold", "after_nms", "returned"),
        "{\"candidates\", \"above_threshold\", \"after_nms\", \"returned\"}: what each stage left."),
    ],
    example: #"{"boxes": [[0, 0, 10, 10], [1, 1, 11, 11], [20, 20, 30, 30]], "scores": [0.9, 0.8, 0.7]}"#)

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    let suppression = NonMaximumSuppression<S>(
      iouThreshold: arguments.scalar("iou_threshold"), classAgnostic: arguments.flag("class_agnostic"))
    let scores: Tensor<S> = try arguments.tensor("scores")
    let threshold: S? = arguments.optionalScalar("score_threshold")
    let kept = try suppression.evaluate(
      arguments.boxes("boxes"), scores: scores, labels: arguments.optionalIndices("labels"),
      scoreThreshold: threshold, deadline: arguments.limits.deadline)
    let returned = Array(kept.prefix(arguments.optionalInteger("max_detections") ?? .max))
    let above = scores.withElements { scores in scores.reduce(0) { $0 + ($1 > threshold ?? -.infinity ? 1 : 0) } }
    var answer = Answer()
    answer.add("indices", Tensor(returned))
    answer.add(
      "counts",
      .object([
        Answer.Field(name: "candidates", value: .integer(scores.count)),
        Answer.Field(name: "above_threshold", value: .integer(above)),
        Answer.Field(name: "after_nms", value: .integer(kept.count)),
        Answer.Field(name: "returned", value: .integer(returned.count)),
      ]))
    return answer
  }
}
