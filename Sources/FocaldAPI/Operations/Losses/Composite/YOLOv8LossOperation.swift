import DetectionCore

struct YOLOv8LossOperation: CompositeLossDefinition {
  let name = "yolov8"
  let summary =
    "YOLOv8's training loss: task-aligned assignment, cross entropy of all classes, CIoU and distribution focal loss."
  let formula =
    "L = 1/T [w_cls Σ BCE(σ(x), t) + w_box Σ_pos t (1 − CIoU) + w_dfl Σ_pos t/4 Σ_sides DFL],  T = max(Σ t, 1)"
  let source =
    "Jocher et al. 2023, «Ultralytics YOLOv8», v8DetectionLoss; Feng et al. 2021, «TOOD»; "
    + "Li et al. 2020, «Generalized Focal Loss»"
  let ownInputs = [
    Input(
      "predictions", .of("C", "N"), .of("B", "C", "N"), isDifferentiable: true,
      holds:
        "The raw head of N points, level by level, then row by row: C = 4·reg_max + K channels, the distribution of "
        + "the left, top, right and bottom side, then K class logits. Transposed with layout \"channels-last\".")
  ]
  let terms = [
    LossTermDeclaration("box", weight: 7.5, "1 − CIoU of the matched points, each times its target score"),
    LossTermDeclaration(
      "classification", weight: 0.5, "cross entropy of every class of every point with its target score"),
    LossTermDeclaration(
      "dfl", weight: 1.5,
      "distribution focal loss of the matched points, the mean of four sides, each times its target score"),
  ]
  let ownParameters =
    YOLOGridParameters.all + [
      Parameter(
        "layout", .choice(["channels-first", "channels-last"]), default: "channels-first",
        "(C, N), as exported; or (N, C)."),
      Parameter(
        "reg_max", .integer(.from(2)), default: 16,
        "A side is a distribution over the distances 0, 1, … reg_max − 1, in strides."),
      Parameter("candidates", .integer(.from(1)), default: 10, "k: points that an object takes at the most."),
      Parameter(
        "alpha", .number(.notNegative), default: 0.5, "α, the exponent of the score in the alignment. TOOD: 1."),
      Parameter("beta", .number(.notNegative), default: 6, "β, the exponent of the overlap in the alignment."),
      Parameter(
        "overlap", .choice(OverlapKind.allCases.map(\.rawValue)), default: "ciou",
        "How the overlap in the alignment is measured, held at 0 from below. TOOD: iou."),
    ]
  let example = #"""
    {"predictions": [[0.5, 0.1, -0.2, 0.3], [0.4, 0.2, 0.6, -0.1], [-0.3, 0.2, 0.1, 0.5], [0.9, -0.4, 0.3, 0.2],
                     [0.1, 0.6, 0.2, -0.5], [0.3, 0.8, -0.6, 0.4], [0.2, -0.1, 0.7, 0.1], [0.8, 0.3, 0.2, 0.6],
                     [-1.5, 0.5, -2.0, -1.0], [-2.0, -1.0, -0.5, -3.0]],
     "image_size": [64, 64], "strides": [32], "reg_max": 2,
     "target_boxes": [[6, 4, 40, 30]], "target_labels": [0], "gradients": true, "details": true}
    """#

  func loss<S: Scalar>(_ arguments: Arguments, gradients: Bool, as scalar: S.Type) throws -> CompositeLoss<S> {
    let heads = try HeadBatch(arguments, ["predictions"])
    let levels = try YOLOGridParameters.levels(arguments)
    guard heads.imageCount > 0 else { return try lossOfNoImages(arguments) }
    let predictions: Tensor<S> = try heads.tensor("predictions")
    let isChannelsFirst = arguments.value("layout") == "channels-first"
    let regMax = arguments.integer("reg_max")
    let channels = predictions.shape[isChannelsFirst ? 1 : 2]
    try checkLayout(predictions.shape, isChannelsFirst, points: levels)
    guard channels / 4 >= regMax else {
      throw Problem(
        .shapeMismatch, at: "/predictions",
        "predictions have \(counted(channels, "channel")), but the sides alone take 4·\(regMax); set reg_max or layout")
    }
    let loss = YOLOv8Loss<S>(
      regMax: regMax,
      assigner: TaskAlignedAssigner(
        alpha: arguments.scalar("alpha"), beta: arguments.scalar("beta"), candidates: arguments.integer("candidates"),
        overlap: arguments.choice("overlap")),
      weights: .init(
        box: arguments.number("box_weight"), classification: arguments.number("classification_weight"),
        distribution: arguments.number("dfl_weight")))
    return try loss.evaluate(
      predictions, channelsFirst: isChannelsFirst, levels: levels,
      truth: GroundTruthInputs.read(
        arguments, imageCount: heads.imageCount, classes: 0..<channels - 4 * regMax),
      gradients: gradients, deadline: arguments.limits.deadline)
  }

  /// A head that fits if it is transposed is told so.
  private func checkLayout(_ shape: Shape, _ isChannelsFirst: Bool, points levels: [GridLevel]) throws(Problem) {
    let count = levels.reduce(0) { $0.addingReportingOverflow($1.cells).partialValue }
    let (given, other) = isChannelsFirst ? (shape[2], shape[1]) : (shape[1], shape[2])
    guard given != count else { return }
    let layout = isChannelsFirst ? "channels-last" : "channels-first"
    throw Problem(
      .shapeMismatch, at: "/predictions",
      "predictions have \(counted(given, "point")), but the levels have \(count)"
        + (other == count ? ": they look transposed; set layout \"\(layout)\"" : ""))
  }
}
