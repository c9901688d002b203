import DetectionCore

/// The two stages of Faster R-CNN, each with the fields that are its own.
enum FasterRCNNStages {
  static let rpnMatching = MatchingDeclaration(
    "rpn_", of: "anchor_indices", input: "objectness", sampling: "rpn_sampling")
  static let headMatching = MatchingDeclaration(of: "proposal_indices", input: "class_logits", sampling: "sampling")

  static let rpnInputs = [
    Input(
      "objectness", .of("A", "1"), .of("B", "A", "1"), presence: .optional(otherwise: "no RPN"),
      isDifferentiable: true,
      holds: "The RPN's logits; rows run level by level, then y, x, anchor; for B images a batch."),
    Input(
      "rpn_box_deltas", .of("A", "4"), .of("B", "A", "4"), presence: .optional(otherwise: "no RPN"),
      isDifferentiable: true, holds: "dx, dy, dw, dh of each row's anchor."),
    AnchorInputs.explicit,
  ]

  static let headInputs = [
    Input(
      "class_logits", .of("R", "K"), .of("B", "R", "K"), presence: .optional(otherwise: "no RoI head"),
      isDifferentiable: true,
      holds: "The RoI head's logits: a row a proposal, a channel a class, background included."),
    Input(
      "box_deltas", .of("R", "D"), .of("B", "R", "D"), presence: .optional(otherwise: "no RoI head"),
      isDifferentiable: true,
      holds: "dx, dy, dw, dh of each row's proposal, for each class (D = 4 · K; without the background, if that is the "
        + "last class, D = 4 · (K − 1)) or for all (D = 4)."),
    Input(
      "proposals", .of("R", "4"), .of("B", "R", "4"), presence: .optional(otherwise: "no RoI head"),
      holds: "Proposals x1, y1, x2, y2; sizes > 0."),
    Input(
      "proposal_image_indices", .of("R"), element: .integer,
      presence: .optional(otherwise: "one image, or the batch's"),
      holds:
        "The image of each proposal, from 0, where images have different numbers of them: class_logits, box_deltas "
        + "and proposals then have no axis B, and proposal_indices are rows of the one list."),
  ]

  static let rpnTerms = [
    LossTermDeclaration("objectness", "cross entropy of the objectness of the anchors that count"),
    LossTermDeclaration("rpn_box_reg", "rpn_box_loss of the positives among them"),
  ]

  static let headTerms = [
    LossTermDeclaration("classifier", "softmax cross entropy of the proposals that count"),
    LossTermDeclaration("box_reg", "box_loss of the positives among them"),
  ]

  static let rpnParameters =
    AnchorInputs.pyramid + MatcherParameters.all("rpn_", positive: 0.7, negative: 0.3, lowQuality: true)
    + BoxLossParameters.all(
      "rpn_", default: "smooth-l1", beta: beta, weights: BoxInputs.weights("rpn_", default: [1, 1, 1, 1]))
    + [
      SamplingParameters.parameter("rpn_sampling", of: "anchors", size: 256, fraction: 0.5),
      normalizer("rpn_", "anchors"),
    ]

  static let headParameters =
    [
      Parameter(
        "background_class", .integer(.from(0)), default: 0,
        "The class that is no object: torchvision has it first, detectron2 last (K − 1).")
    ]
    + MatcherParameters.all(
      of: ("a proposal", "proposals"), positive: 0.5, negative: 0.5, lowQuality: false)
    + BoxLossParameters.all(
      default: "smooth-l1", beta: beta, weights: BoxInputs.weights(default: [10, 10, 5, 5]))
    + [
      SamplingParameters.parameter("sampling", of: "proposals", size: 512, fraction: 0.25),
      normalizer("", "proposals"),
    ]

  private static let beta = JSONValue.number(1.0 / 9)

  private static func normalizer(_ prefix: String, _ rows: String) -> Parameter {
    Parameter(
      "\(prefix)normalizer", .number(.positive), default: nil,
      "N itself, such as detectron2's batch_size_per_image · B. null: how many \(rows) count, of all images.")
  }

  /// Throws unless a stage is given, and with nothing of the other, or whole.
  static func check(_ arguments: Arguments) throws(Problem) {
    guard arguments.has("objectness") || arguments.has("class_logits") else {
      throw Problem(
        .missingField, at: "/objectness",
        "objectness and class_logits are missing: give the outputs of the RPN, of the RoI head, or of both")
    }
    try check(
      "objectness", needs: ["rpn_box_deltas"], rpnInputs.map(\.name),
      rpnParameters + rpnTerms.map(\.parameter), arguments)
    try check(
      "class_logits", needs: ["box_deltas", "proposals", "target_labels"], headInputs.map(\.name),
      headParameters + headTerms.map(\.parameter), arguments)
  }

  private static func check(
    _ output: String, needs others: [String], _ inputs: [String], _ parameters: [Parameter], _ arguments: Arguments
  ) throws(Problem) {
    if arguments.has(output) {
      guard let missing = others.first(where: { !arguments.has($0) }) else { return }
      throw Problem(.missingField, at: "/\(missing)", "\(missing) is missing: \(output) goes with it")
    }
    let names = inputs + parameters.map(\.name)
    guard let stray = names.first(where: { ChoiceFields.isGiven($0, arguments) }) else { return }
    throw Problem(.conflictingFields, at: "/\(stray)", "\(stray) goes with \(output), which is missing")
  }
}
