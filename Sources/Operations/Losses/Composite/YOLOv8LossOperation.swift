import DetectionCore

struct YOLOv8LossOperation: SingleStageLoss {
  enum Layout: String, CaseIterable {
    case channelsFirst = "channels-first"
    case channelsLast = "channels-last"

    var other: Layout { self == .channelsFirst ? .channelsLast : .channelsFirst }
  }

  enum BeyondReach: String, CaseIterable {
    case clamp, exclude
  }

  let about = About(
    "losses", "yolov8",
    summary:
      "YOLOv8's training loss: task-aligned assignment, cross entropy of all classes, CIoU and distribution focal loss.",
    formula:
      "L = 1/T [w_cls Σ BCE(σ(x), t) + w_box Σ_pos t (1 − CIoU) + w_dfl Σ_pos t/4 Σ_sides DFL],  T = max(Σ t, 1)",
    source:
      "Jocher et al. 2023, «Ultralytics YOLOv8», v8DetectionLoss; Feng et al. 2021, «TOOD»; "
      + "Li et al. 2020, «Generalized Focal Loss»",
    example: #"""
      {"predictions": [[0.5, 0.1, -0.2, 0.3], [0.4, 0.2, 0.6, -0.1], [-0.3, 0.2, 0.1, 0.5], [0.9, -0.4, 0.3, 0.2],
                       [0.1, 0.6, 0.2, -0.5], [0.3, 0.8, -0.6, 0.4], [0.2, -0.1, 0.7, 0.1], [0.8, 0.3, 0.2, 0.6],
                       [-1.5, 0.5, -2.0, -1.0], [-2.0, -1.0, -0.5, -3.0]],
       "image_size": [64, 64], "strides": [32], "reg_max": 2,
       "target_boxes": [[6, 4, 40, 30]], "target_labels": [0], "gradients": true, "details": true}
      """#)
  let predictions = TensorField.reals(
    "predictions", .of("C", "N"), .of("B", "C", "N"), differentiable: true,
    holds:
      "The raw head of N points, level by level, then row by row: C = 4·reg_max + K channels, the distribution of "
      + "the left, top, right and bottom side, then K class logits. Transposed with layout \"channels-last\".")
  let truth = TargetFields(ignoring: "points by their cells")
  let cells = YOLOGridFields()
  let layout = Field<Layout>.choice("layout", default: .channelsFirst, "(C, N), as exported; or (N, C).")
  let regMax = Field.integer(
    "reg_max", .from(2), default: 16, "A side is a distribution over the distances 0, 1, … reg_max − 1, in strides.")
  let candidates = Field.integer(
    "candidates", .from(1), default: 10, "k: points that an object takes at the most.")
  let alpha = Field.number(
    "alpha", .notNegative, default: 0.5, "α, the exponent of the score in the alignment. TOOD: 1.")
  let beta = Field.number("beta", .notNegative, default: 6, "β, the exponent of the overlap in the alignment.")
  let overlap = Field<OverlapKind>.choice(
    "overlap", among: OverlapKind.measures, default: .ciou,
    "How the overlap in the alignment is measured; at least 0. TOOD: iou.")
  let beyondRegMax = Field<BeyondReach>.choice(
    "beyond_reg_max", default: .clamp,
    "An object with a side farther from a point than reg_max − 1 strides, which is all that a distribution can say. \"clamp\": the "
      + "point may learn it, and learns that distance, as Ultralytics has it. \"exclude\": it takes no such point.")
  let classWeights = Field.classWeights
  let timesImages = Field.timesImages
  let composite = CompositeFields(LossStage(terms: Self.allTerms, rows: "anchor_indices"))

  private static let box = LossTerm(
    "box", weight: 7.5, "1 − CIoU of the matched points, each times its target score")
  private static let classification = LossTerm(
    "classification", weight: 0.5, "cross entropy of every class of every point with its target score")
  private static let distribution = LossTerm(
    "dfl", weight: 1.5,
    "distribution focal loss of the matched points, the mean of four sides, each times its target score")
  private static let allTerms = [box, classification, distribution]

  var terms: [LossTerm] { Self.allTerms }
  var heads: [TensorField<Reals>] { [predictions] }

  func check(_ request: Request) throws { _ = try cells.levels(request) }

  func loss<S: Scalar>(_ request: Request, _ batch: HeadBatch, gradients: Bool, as scalar: S.Type) throws
    -> CompositeLoss<S>
  {
    let values: Tensor<S> = try batch.tensor(predictions)
    let (levels, layout, regMax) = (try cells.levels(request), request[layout], request[regMax])
    let channels = values.shape[layout == .channelsFirst ? 1 : 2]
    try check(values.shape, layout, points: levels)
    guard channels / 4 >= regMax else {
      throw Problem(
        .shapeMismatch, at: "/predictions",
        "predictions have \(counted(channels, "channel")), but the sides alone take 4·\(regMax); set reg_max or layout")
    }
    var loss = YOLOv8Loss<S>(
      regMax: regMax,
      assigner: TaskAlignedAssigner(
        alpha: request[alpha, as: S.self], beta: request[beta, as: S.self], candidates: request[candidates],
        overlap: request[overlap]),
      weights: .init(
        box: request[Self.box.weight], classification: request[Self.classification.weight],
        distribution: request[Self.distribution.weight]))
    loss.classWeights = request[classWeights]?.map { S($0) }
    loss.matchesBeyondReach = request[beyondRegMax] == .clamp
    loss.timesImages = request[timesImages]
    return try loss.evaluate(
      values, channelsFirst: layout == .channelsFirst, levels: levels,
      truth: truth.read(request, imageCount: batch.imageCount, classes: 0..<channels - 4 * regMax),
      gradients: gradients, deadline: request.limits.deadline)
  }

  /// A head that fits if it is transposed gets that advice.
  private func check(_ shape: Shape, _ layout: Layout, points levels: [GridLevel]) throws(Problem) {
    let count = levels.reduce(0) { $0.addingReportingOverflow($1.cells).partialValue }
    let (given, other) = layout == .channelsFirst ? (shape[2], shape[1]) : (shape[1], shape[2])
    guard given != count else { return }
    throw Problem(
      .shapeMismatch, at: "/predictions",
      "predictions have \(counted(given, "point")), but the levels have \(count)"
        + (other == count ? ": they look transposed; set layout \"\(layout.other.rawValue)\"" : ""))
  }
}
