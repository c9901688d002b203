import DetectionCore

/// What the region proposal network's loss reads beside `objectness`, without which there is none.
struct RPNLossFields: FieldGroup {
  let boxDeltas = TensorField.reals(
    "rpn_box_deltas", .of("A", "4"), .of("B", "A", "4"), differentiable: true,
    holds: "dx, dy, dw, dh of each row's anchor."
  ).optional(otherwise: "no RPN")
  let anchors = AnchorFields.ofLosses
  let thresholds = MatchThresholdFields("rpn_", positive: 0.7, negative: 0.3, lowQuality: true)
  let box = BoxLossFields("rpn_", default: .smoothL1, beta: 1.0 / 9)
  let sampling = Field.sampling("rpn_sampling", of: "anchors", size: 256, fraction: 0.5)
  let normalizer = Field.stageNormalizer("rpn_normalizer", of: "anchors")

  /// `objectness` itself.
  static let objectness = TensorField.reals(
    "objectness", .of("A", "1"), .of("B", "A", "1"), differentiable: true,
    holds: "The RPN's logits; rows run level by level, then y, x, anchor; for B images a batch."
  ).optional(otherwise: "no RPN")
}

/// What the RoI head's loss reads beside `class_logits`, without which there is none.
struct RoILossFields: FieldGroup {
  let boxDeltas = TensorField.reals(
    "box_deltas", .of("R", "D"), .of("B", "R", "D"), differentiable: true,
    holds: "dx, dy, dw, dh of each row's proposal, for each class (D = 4 · K; without the background, if that is the "
      + "last class, D = 4 · (K − 1)) or for all (D = 4)."
  ).optional(otherwise: "no RoI head")
  let proposals = TensorField.reals(
    "proposals", .of("R", "4"), .of("B", "R", "4"), holds: "Proposals x1, y1, x2, y2; sizes > 0."
  ).optional(otherwise: "no RoI head")
  let imageIndices = TensorField.indices(
    "proposal_image_indices", .of("R"),
    holds:
      "The image of each proposal, from 0, where images have different numbers of them: class_logits, box_deltas "
      + "and proposals then have no axis B, and proposal_indices are rows of the one list."
  ).optional(otherwise: "one image, or the batch's")
  let background = Field.integer(
    "background_class", .from(0), default: 0,
    "The class that is no object: torchvision has it first, detectron2 last (K − 1).")
  let thresholds = MatchThresholdFields(of: .proposal, positive: 0.5, negative: 0.5, lowQuality: false)
  let box = BoxLossFields(default: .smoothL1, beta: 1.0 / 9, weights: [10, 10, 5, 5])
  let sampling = Field.sampling("sampling", of: "proposals", size: 512, fraction: 0.25)
  let classes = SoftmaxClassFields()
  let normalizer = Field.stageNormalizer("normalizer", of: "proposals")

  /// `class_logits` itself.
  static let classLogits = TensorField.reals(
    "class_logits", .of("R", "K"), .of("B", "R", "K"), differentiable: true,
    holds: "The RoI head's logits: a row a proposal, a channel a class, background included."
  ).optional(otherwise: "no RoI head")
}

extension Field<Double?> {
  /// What the sums of a stage are divided by.
  fileprivate static func stageNormalizer(_ name: String, of rows: String) -> Field {
    .optionalNumber(
      name, .positive,
      "N itself, such as detectron2's batch_size_per_image · B. null: how many \(rows) count, of all images.")
  }
}
