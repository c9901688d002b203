import DetectionCore

struct FuseBoxes: OperationDefinition {
  let declaration = Declaration(
    family: "boxes", name: "fuse",
    summary: "The boxes of several models merged into one set.",
    formula: "box = Σ s_i w_m b_i / Σ s_i w_m over a cluster of boxes with IoU > iou_threshold",
    source: "Solovyev et al. 2019, «Weighted boxes fusion», §3; scores as ensemble-boxes",
    inputs: [
      Input("boxes", .of("N", "4"), holds: "The boxes of all models, in format."),
      Input("scores", .of("N"), holds: "Scores ≥ 0; of equal ones the lower index is first."),
      Input(
        "labels", .of("N"), element: .integer, presence: .optional(otherwise: "one class"), holds: "Class indices."),
      Input(
        "model_indices", .of("N"), element: .integer, presence: .optional(otherwise: "all of model 0"),
        holds: "Which model each box is of."),
    ],
    parameters: [
      Parameter(
        "weights", .list(.number(.positive), count: nil), default: nil,
        "One number a model. null: all 1, as many as model_indices names."),
      Parameter("iou_threshold", .number(.unit), default: 0.55, "A box joins the cluster that it overlaps more."),
      Parameter("skip_box_threshold", .number(.any), default: 0, "Boxes with a lower score are left out."),
      Parameter(
        "conf_type", .choice(FusedScore.allCases.map(\.rawValue)), default: "avg", "How a cluster's score is told."),
      Parameter(
        "allows_overflow", .boolean, default: false,
        "With avg: scores may grow where a cluster has more boxes than there are models."),
      BoxInputs.format(),
    ],
    outputs: [
      OutputDescription("boxes", "(n, 4)", "Merged boxes, in format, best score first."),
      OutputDescription("scores", "(n,)", "Their scores."),
      OutputDescription("labels", "(n,)", element: .integer, "Their classes."),
      OutputDescription("sizes", "(n,)", element: .integer, "How many boxes each was merged from."),
      OutputDescription(
        "cluster_indices", "(N,)", element: .integer,
        "The merged box that each box is part of; −1: its score is too low."),
    ],
    example: #"""
      {"boxes": [[0, 0, 10, 10], [2, 0, 10, 10], [20, 20, 30, 30]], "scores": [0.75, 0.25, 0.5],
       "model_indices": [0, 1, 1]}
      """#)

  /// Models of one request at the most.
  private static let most = 1024

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    let models = arguments.optionalIndices("model_indices")
    let fusion = ModelFusion<S>(
      iouThreshold: arguments.scalar("iou_threshold"), skipBoxThreshold: arguments.scalar("skip_box_threshold"),
      score: arguments.choice("conf_type"), allowsOverflow: arguments.flag("allows_overflow"))
    let fused = try fusion.evaluate(
      arguments.boxes("boxes"), scores: try arguments.tensor("scores"), labels: arguments.optionalIndices("labels"),
      models: models, weights: try Self.weights(arguments, models), deadline: arguments.limits.deadline)
    var answer = Answer()
    answer.add("boxes", fused.boxes.tensor)
    answer.add("scores", Tensor(fused.scores))
    answer.add("labels", Tensor(fused.labels))
    answer.add("sizes", Tensor(fused.sizes))
    answer.add("cluster_indices", Tensor(fused.clusters))
    return answer
  }

  private static func weights<S: Scalar>(_ arguments: Arguments, _ models: Tensor<Int>?) throws(Problem) -> [S] {
    if let weights = arguments.optionalNumbers("weights") { return weights.map { S($0) } }
    let position = models?.withElements { $0.firstIndex { !(0..<most).contains($0) } }
    if let position {
      throw Problem(
        .outOfRange, at: arguments.pointer(to: "model_indices", position: position),
        "expected a model from 0 to \(most - 1)")
    }
    let last = models?.withElements { $0.max() } ?? 0
    return Array(repeating: 1, count: last + 1)
  }
}
