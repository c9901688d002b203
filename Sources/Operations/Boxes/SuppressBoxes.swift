import DetectionCore

struct SuppressBoxes: FieldedOperation {
  let about = About(
    "boxes", "nms",
    summary: "Greedy non-maximum suppression, per class.",
    formula: "in score order, keep a box unless IoU(box, a kept box of its class) > iou_threshold",
    source: "torchvision.ops.nms, batched_nms; classes are told apart by label, not by shifted coordinates",
    example: #"{"boxes": [[0, 0, 10, 10], [1, 1, 11, 11], [20, 20, 30, 30]], "scores": [0.9, 0.8, 0.7]}"#)
  let boxes = TensorField.reals("boxes", .of("N", "4"), .of("N", "5"), holds: "Boxes, in format.")
  let scores = TensorField.reals("scores", .of("N"), holds: "Scores; of equal ones the lower index wins.")
  let labels = TensorField.indices("labels", .of("N"), holds: "Class indices.").optional(otherwise: "one class")
  let iouThreshold = SuppressionFields.iouThreshold()
  let scoreThreshold = Field.optionalNumber(
    "score_threshold", .any, "Only strictly greater scores take part. null: all.")
  let maxDetections = Field.optionalInteger(
    "max_detections", .from(0), "Indices answered at the most. null: all.")
  let suppression = SuppressionFields(classAgnostic: "labels")
  let convention = SuppressionConventionFields()
  let explain = ExplanationOutputs.explain
  let format = RotatableFormat.field

  let indices = Output.indices("indices", "(n,)", "The boxes that stay, best score first.")
  let keptScores = Output.reals("scores", "(n,)", "Their scores: decayed, or of merged boxes.").only(
    SuppressionFields.when(SuppressionMembers.decaying + [.weightedBoxFusion]))
  let mergedBoxes = Output.reals("boxes", "(n, 4)", "The merged boxes, in format.").only(
    SuppressionFields.when([.weightedBoxFusion]))
  let counts = Output.object(
    "counts", CountOutputs(hasTopK: false),
    "{\"candidates\", \"above_threshold\", \"after_nms\", \"returned\"}: what each stage left.")
  let explanation = ExplanationOutputs.object()

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let found: SuppressedBoxes<S> = try found(request)
    var answer = Answer()
    answer.set(indices, found.indices)
    answer.set(keptScores, found.scores)
    answer.set(mergedBoxes, found.boxes?.tensor)
    answer.set(counts) { $1.set(found.counts, in: &$0) }
    if let whole = found.explanation { answer.set(explanation) { $1.set(whole, in: &$0) } }
    return answer
  }

  private func found<S: Scalar>(_ request: Request) throws -> SuppressedBoxes<S> {
    let threshold = request[scoreThreshold]
    let convention = convention.read(request)
    var suppression: Suppression<S> = try suppression.read(
      request, iouThreshold: iouThreshold, scoreThreshold: threshold.map(PerClass.one))
    let (scores, labels): (Tensor<S>, _) = (try request.tensor(scores), request.optionalTensor(labels))
    let most = request[maxDetections] ?? .max
    let limit = request[explain] ? request.limits.answerElements : nil
    switch request[format] {
    case .upright(let format):
      let boxes: Boxes<S> = try request.boxes(boxes, format)
      guard convention.isPlain else {
        try checkOneThreshold(suppression)
        let prepared = try convention.prepare(boxes, labels: labels, isAgnostic: suppression.classAgnostic)
        suppression.classAgnostic = prepared.labels == nil
        return try suppression.evaluate(
          prepared.boxes, scores: scores, labels: prepared.labels, scoreThreshold: threshold.map { S($0) },
          maxDetections: most, explanationLimit: limit, deadline: request.limits.deadline)
      }
      return try suppression.evaluate(
        boxes, scores: scores, labels: labels, scoreThreshold: threshold.map { S($0) },
        maxDetections: most, explanationLimit: limit, deadline: request.limits.deadline)
    case .rotated:
      return try suppression.evaluate(
        request.rotatedBoxes(boxes), scores: scores, labels: labels, scoreThreshold: threshold.map { S($0) },
        maxDetections: most, explanationLimit: limit, deadline: request.limits.deadline)
    }
  }

  /// Boxes that are shifted, or set apart, have no class of their own to look a threshold up by.
  private func checkOneThreshold<S: Scalar>(_ suppression: Suppression<S>) throws(Problem) {
    switch (suppression.iouThreshold, suppression.decayedThreshold) {
    case (.one, nil), (.one, .one): return
    default:
      throw Problem(
        .conflictingFields, at: "/\(iouThreshold.name)",
        "thresholds per class go with class_separation \"labels\" and zero_area \"same\" only")
    }
  }
}
