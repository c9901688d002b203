import DetectionCore

struct SuppressBoxes: FieldedOperation {
  let about = About(
    "boxes", "nms",
    summary: "Greedy non-maximum suppression, per class.",
    formula: "in score order, keep a box unless IoU(box, a kept box of its class) > iou_threshold",
    source: "torchvision.ops.nms, batched_nms; classes are kept apart by label, not by shifted coordinates",
    example: #"{"boxes": [[0, 0, 10, 10], [1, 1, 11, 11], [20, 20, 30, 30]], "scores": [0.9, 0.8, 0.7]}"#)
  let boxes = TensorField.reals("boxes", .of("N", "4"), .of("N", "5"), holds: "Boxes, in format.")
  let scores = TensorField.reals("scores", .of("N"), holds: "Scores; of equal ones the lower index wins.")
  let labels = TensorField.indices("labels", .of("N"), holds: "Class indices.").optional(otherwise: "one class")
  let iouThreshold = SuppressionFields.iouThreshold()
  let images = TensorField.indices(
    "image_indices", .of("N"),
    holds: "The image of each box, of a batch: boxes of different images leave each other alone, and are counted by "
      + "themselves."
  ).optional(otherwise: "one image")
  let scoreThreshold = Field.perClass(
    "score_threshold", .any, "Only strictly greater scores take part. One number, or one per class. null: all.")
  let maxDetections = Field.optionalInteger(
    "max_detections", .from(0), "Indices answered at the most, of each image. null: all.")
  let maxDetectionsPerClass = Field.optionalInteger(
    "max_detections_per_class", .from(0), "The same of each class of an image. null: all.")
  let suppression = SuppressionFields(classAgnostic: "labels")
  let convention = SuppressionConventionFields()
  let explain: Field<Bool>
  let format = RotatableFormat.field

  let indices = Output.indices("indices", "(n,)", "The boxes that stay, best score first; image by image.")
  let keptImages: Output<Indices>
  let keptScores = Output.reals("scores", "(n,)", "Their scores: decayed, or of merged boxes.").only(
    SuppressionFields.when(SuppressionMembers.decaying + [.weightedBoxFusion]))
  let mergedBoxes = Output.reals("boxes", "(n, 4)", "The merged boxes, in format.").only(
    SuppressionFields.when([.weightedBoxFusion, .merge]))
  let counts = Output.object(
    "counts", CountOutputs(hasTopK: false),
    "{\"candidates\", \"above_threshold\", \"after_nms\", \"returned\"}: what each stage left.")
  let explanation = ExplanationOutputs.object()

  init() {
    explain = ExplanationOutputs.explain.only(.without(images))
    keptImages = .indices("image_indices", "(n,)", "The image of each.").only(.given(images))
  }

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let read = try SuppressedRows<S>(request, self)
    let found: SuppressedBoxes<S>
    var answer = Answer()
    if let images = request.optionalTensor(images) {
      found = try ImageRows(images, at: self.images.name).joined { try read.suppressed($0) }
      answer.set(indices, found.indices)
      answer.set(keptImages, found.indices.map { images[$0] })
    } else {
      found = try read.suppressed(nil)
      answer.set(indices, found.indices)
    }
    answer.set(keptScores, found.scores)
    answer.set(mergedBoxes, found.boxes?.tensor)
    answer.set(counts) { $1.set(found.counts, in: &$0) }
    if let whole = found.explanation { answer.set(explanation) { $1.set(whole, in: &$0) } }
    return answer
  }
}
