import DetectionCore

/// The inputs of the method «task-aligned».
struct TaskAlignedPredictions: FieldGroup {
  let targetLabels: TensorField<Indices>
  let boxes: TensorField<Reals>
  let scores: TensorField<Reals>
  let reach: TensorField<Reals>

  init(_ method: Field<MatchAnchors.Method>) {
    let only = Condition.when(method, is: .taskAligned)
    targetLabels = .indices(
      "target_labels", .of("M"), holds: "Task-aligned: the classes of the target boxes, from 0 to K − 1."
    ).optional(otherwise: "none").only(only)
    boxes = .reals(
      "boxes", .of("A", "4"), holds: "Task-aligned: the boxes predicted at the anchors, in the same format."
    ).optional(otherwise: "none").only(only)
    scores = .reals(
      "scores", .of("A", "K"), holds: "Task-aligned: the predicted scores, after the sigmoid, in [0, 1]."
    ).optional(otherwise: "none").only(only)
    reach = .reals(
      "reach", .of("A"),
      holds: "Task-aligned: how far a side of a box may be from each anchor's centre, in the boxes' unit; such as "
        + "(reg_max − 1) · stride. A box takes no anchor that does not reach."
    ).optional(otherwise: "any distance").only(only)
  }

  /// Throws if one of them is missing.
  func checkGiven(_ request: Request) throws(Problem) {
    let given = [
      (targetLabels.name, request.has(targetLabels)), (boxes.name, request.has(boxes)),
      (scores.name, request.has(scores)),
    ]
    let missing = given.first { !$0.1 }?.0
    guard let missing else { return }
    throw Problem(.missingField, at: "/\(missing)", "\(missing) is missing: method \"task-aligned\" wants it")
  }
}
