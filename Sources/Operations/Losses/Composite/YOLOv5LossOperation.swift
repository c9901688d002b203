import DetectionCore

struct YOLOv5LossOperation: SingleStageLoss {
  let about = About(
    "losses", "yolov5",
    summary:
      "YOLOv5's training loss: anchors by the ratio of sides, neighbour cells, CIoU, objectness that learns the overlap.",
    formula: "L = w_box Σ_l mean_pos (1−CIoU) + w_obj Σ_l b_l mean_rows BCE(σ(t_o), 1−g+g·max(CIoU, 0)) "
      + "+ w_cls Σ_l mean_{pos,k} BCE(σ(c_k), t_k)",
    source:
      "Jocher et al. 2020, «Ultralytics YOLOv5», ComputeLoss; Wang et al. 2022, «YOLOv7», whose ComputeLoss it is "
      + "as well",
    example: #"""
      {"predictions": [[0.1, -0.2, 0.3, 0.1, -2.0, 0.5, -1.0], [0.2, 0.3, -0.1, 0.2, 1.5, 2.0, -1.5],
                       [-0.3, 0.1, 0.2, 0.4, -1.0, 0.0, 0.5], [0.0, 0.2, 0.1, -0.3, -3.0, -1.0, 0.2]],
       "image_size": [64, 64], "strides": [32], "anchors": [[[30, 24]]],
       "target_boxes": [[34, 6, 60, 28]], "target_labels": [0], "gradients": true, "details": true}
      """#)
  let predictions = TensorField.reals(
    "predictions", .of("N", "5+K"), .of("B", "N", "5+K"), differentiable: true,
    holds: "t_x, t_y, t_w, t_h, t_o and K class logits, before any activation; rows run level by level, then in "
      + "row_order.")
  let truth = TargetFields(ignoring: "anchors, each in the middle of its cell,")
  let grid = YOLOAnchorGridFields(order: .anchorMajor)
  let ratio = Field.number(
    "anchor_ratio", NumberRange(exclusiveMinimum: 1), default: 4,
    "anchor_t: an anchor learns objects whose sides are less than this many times longer or shorter than its own.")
  let neighborDistance = Field.number(
    "neighbor_distance", .unit, default: 0.5,
    "In cells: a cell beside, above or below that of the centre learns the object as well if it is nearer than this.")
  let overlap = Field<OverlapKind>.choice(
    "box_loss", among: OverlapKind.measures, default: .ciou,
    "The overlap: 1 − it is the loss of a box, and the objectness learns it, at least 0.")
  let overlapShare = Field.number(
    "iou_ratio", .unit, default: 1, "g, the code's gr: the objectness of matched rows learns 1 − g + g · overlap.")
  let sharedRow = Field<YOLOv5Loss<Double>.SharedRow>.choice(
    "shared_row", default: .last,
    "Whose overlap the objectness of a row with several objects learns: of the match that the code writes last (cells of "
      + "the centres first, then left, above, right, below; anchor by anchor, object by object), or the greatest "
      + "(sort_obj_iou).")
  let objectnessPositiveWeight = Field.number(
    "objectness_pos_weight", .notNegative, default: 1, "w₊ of the objectness, as PyTorch's pos_weight; YOLOv5's obj_pw."
  )
  let classes = YesNoClassFields()
  let gamma = Field.optionalNumber(
    "gamma", .positive,
    "γ of a focal loss of objectness and classes: YOLOv5's fl_gamma. null: plain cross entropy, as fl_gamma 0.")
  let alpha: Field<Double>
  let balance = Field.optionalNumbers(
    "balance", .notNegative,
    "b: what each level's objectness counts. null: 4, 1, 0.4 of three levels, else the first of 4, 1, 0.25, 0.06, 0.02."
  )
  let timesImages = Field.timesImages
  let composite = CompositeFields(LossStage(terms: Self.allTerms, rows: "anchor_indices"))

  init() {
    alpha = .number("alpha", .unit, default: 0.25, "α of that focal loss: a target t counts α t + (1 − α)(1 − t).")
      .only(
        .given(gamma))
  }

  private static let box = LossTerm("box", weight: 0.05, "1 − overlap, the mean of each level's matches")
  private static let objectness = LossTerm(
    "objectness", "cross entropy of the objectness, the mean of each level's rows times balance")
  private static let classification = LossTerm(
    "classification", weight: 0.5,
    "cross entropy of the classes, the mean of each level's matches and their classes; 0 of a head of one class")
  private static let allTerms = [box, objectness, classification]

  var terms: [LossTerm] { Self.allTerms }
  var heads: [TensorField<Reals>] { [predictions] }

  func check(_ request: Request) throws { _ = try grid.read(request) }

  func loss<S: Scalar>(_ request: Request, _ batch: HeadBatch, gradients: Bool, as scalar: S.Type) throws
    -> CompositeLoss<S>
  {
    let values: Tensor<S> = try batch.tensor(predictions)
    var loss = YOLOv5Loss<S>()
    loss.assigner = .init(ratio: request[ratio, as: S.self], neighborDistance: request[neighborDistance, as: S.self])
    loss.overlap = request[overlap]
    loss.overlapShare = request[overlapShare, as: S.self]
    loss.sharedRow = request.word(sharedRow)
    loss.objectnessPositiveWeight = request[objectnessPositiveWeight, as: S.self]
    loss.classes = classes.read(request)
    loss.focal = request[gamma].map { FocalModulation(gamma: S($0), alpha: request[alpha, as: S.self]) }
    loss.balance = request[balance]
    loss.weights = .init(
      box: request[Self.box.weight], objectness: request[Self.objectness.weight],
      classification: request[Self.classification.weight])
    loss.timesImages = request[timesImages]
    return try loss.evaluate(
      values, grid: grid.read(request),
      truth: truth.read(request, imageCount: batch.imageCount, classes: 0..<max(values.shape[2] - 5, 0)),
      gradients: gradients, limit: request.limits.answerElements, deadline: request.limits.deadline)
  }
}

extension Field<Bool> {
  /// Of the losses that Ultralytics multiplies.
  static var timesImages: Field {
    flag("times_images", "Multiplies the loss by the number of images, as Ultralytics' trainers have it.")
  }
}
