import DetectionCore

struct FuseBoxes: FieldedOperation {
  let about = About(
    "boxes", "fuse",
    summary: "The boxes of several models merged into one set.",
    formula: "box = Σ s_i w_m b_i / Σ s_i w_m over a cluster of boxes with IoU > iou_threshold",
    source: "Solovyev et al. 2019, «Weighted boxes fusion», §3; scores as ensemble-boxes",
    example: #"""
      {"boxes": [[0, 0, 10, 10], [2, 0, 10, 10], [20, 20, 30, 30]], "scores": [0.75, 0.25, 0.5],
       "model_indices": [0, 1, 1]}
      """#)
  let boxes = TensorField.reals("boxes", .of("N", "4"), holds: "The boxes of all models, in format.")
  let scores = TensorField.reals("scores", .of("N"), holds: "Scores ≥ 0; of equal ones the lower index is first.")
  let labels = TensorField.indices("labels", .of("N"), holds: "Class indices.").optional(otherwise: "one class")
  let models = TensorField.indices("model_indices", .of("N"), holds: "Which model each box is of.").optional(
    otherwise: "all of model 0")
  let weights = Field.optionalNumbers(
    "weights", .positive, "One number per model. null: all 1, as many as model_indices names.")
  let iouThreshold = Field.number(
    "iou_threshold", .unit, default: 0.55, "A box joins the cluster that it overlaps more.")
  let skipBoxThreshold = Field.number(
    "skip_box_threshold", .any, default: 0, "Boxes with a lower score are left out.")
  let score = Field<FusedScore>.choice("conf_type", default: .average, "The score of a cluster.")
  let allowsOverflow = Field.flag(
    "allows_overflow", "With avg: scores may grow where a cluster has more boxes than there are models.")
  let format = BoxFields.format()

  let fusedBoxes = Output.reals("boxes", "(n, 4)", "Merged boxes, in format, best score first.")
  let fusedScores = Output.reals("scores", "(n,)", "Their scores.")
  let fusedLabels = Output.indices("labels", "(n,)", "Their classes.")
  let sizes = Output.indices("sizes", "(n,)", "How many boxes each was merged from.")
  let clusters = Output.indices(
    "cluster_indices", "(N,)", "The merged box that each box is part of; −1: its score is too low.")

  /// Models of one request at the most.
  private static let most = 1024

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let models = request.optionalTensor(models)
    let fusion = ModelFusion<S>(
      iouThreshold: request[iouThreshold, as: S.self], skipBoxThreshold: request[skipBoxThreshold, as: S.self],
      score: request[score], allowsOverflow: request[allowsOverflow])
    let fused = try fusion.evaluate(
      request.boxes(boxes, request[format]), scores: request.tensor(scores), labels: request.optionalTensor(labels),
      models: models, weights: modelWeights(request, models), deadline: request.limits.deadline)
    var answer = Answer()
    answer.set(fusedBoxes, fused.boxes.tensor)
    answer.set(fusedScores, fused.scores)
    answer.set(fusedLabels, fused.labels)
    answer.set(sizes, fused.sizes)
    answer.set(clusters, fused.clusters)
    return answer
  }

  private func modelWeights<S: Scalar>(_ request: Request, _ given: Tensor<Int>?) throws(Problem) -> [S] {
    if let weights = request[weights] { return weights.map { S($0) } }
    let position = given?.withElements { $0.firstIndex { !(0..<Self.most).contains($0) } }
    if let position {
      throw Problem(
        .outOfRange, at: request.pointer(to: models.name, position: position),
        "expected a model from 0 to \(Self.most - 1)")
    }
    let last = given?.withElements { $0.max() } ?? 0
    return Array(repeating: 1, count: last + 1)
  }
}
