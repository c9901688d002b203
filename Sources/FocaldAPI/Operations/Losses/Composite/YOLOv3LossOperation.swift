import DetectionCore

struct YOLOv3LossOperation: CompositeLossDefinition {
  let name = "yolov3"
  let summary = "YOLOv3's training loss: box error, yes-or-no objectness of every row, independent yes-or-no classes."
  let formula =
    "L = 1/N [w_box Σ_pos box + w_obj Σ_pos −log σ(t_o) + w_noobj Σ_neg −log(1 − σ(t_o)) + w_cls Σ_pos Σ_k BCE(t_k)]"
  let source = "Redmon and Farhadi 2018, «YOLOv3», §2.1–2.3"
  let ownInputs = [
    Input(
      "predictions", .of("N", "5+K"), .of("B", "N", "5+K"), isDifferentiable: true,
      holds: "t_x, t_y, t_w, t_h, t_o and K class logits, before any activation; rows run level by level, then in "
        + "row_order.")
  ]
  let terms = [
    LossTermDeclaration("box", "box_loss of the matched rows"),
    LossTermDeclaration("objectness", "−log σ(t_o) of the matched rows"),
    LossTermDeclaration("no_object", "−log(1 − σ(t_o)) of rows that are neither matched nor ignored"),
    LossTermDeclaration("classification", "cross entropy of each class of the matched rows, a sigmoid for each"),
  ]
  let ownParameters =
    YOLOGridParameters.all + [
      Parameter(
        "anchors", .list(.list(.list(.number(.positive), count: 2), count: nil), count: nil), default: nil,
        "Per level a list of [width, height], in pixels. null: the nine of the paper, by the strides 8, 16 and 32."),
      Parameter(
        "row_order", .choice(YOLOv3Grid.RowOrder.allCases.map(\.rawValue)), default: "cell-major",
        "The rows of a level: a map (H, W, A, 5+K), or (A, H, W, 5+K)."),
      Parameter(
        "box_loss", .choice(["raw", "ciou"]), default: "raw",
        "\"raw\": Σ (t* − t)² over t_x, t_y, t_w, t_h, as losses.yolov3-box. \"ciou\": of the decoded box."),
      Parameter(
        "center_margin", .number(.from(0, to: 0.5)), default: 0.01,
        "With box_loss \"raw\": target centres are held this part of a cell away from its edges, where t* is infinite. 0: by "
          + "the smallest normal number, as losses.yolov3-box."),
      Parameter(
        "ignore_threshold", .number(.unit), default: 0.5,
        "A row without an object is ignored if its IoU with an object of the image is greater."),
      Parameter(
        "ignore_by", .choice(["prediction", "anchor"]), default: "prediction",
        "The IoU of the predicted box (authors' code), or of the anchor in the middle of its cell (the paper's words)."),
    ] + YOLONormalization.parameters(default: "batch")
  let example = #"""
    {"predictions": [[0.1, -0.2, 0.3, 0.1, -2.0, 0.5, -1.0], [0.2, 0.3, -0.1, 0.2, 1.5, 2.0, -1.5],
                     [-0.3, 0.1, 0.2, 0.4, -1.0, 0.0, 0.5], [0.0, 0.2, 0.1, -0.3, -3.0, -1.0, 0.2]],
     "image_size": [64, 64], "strides": [32], "anchors": [[[30, 24]]],
     "target_boxes": [[34, 6, 60, 28]], "target_labels": [0], "gradients": true, "details": true}
    """#

  func loss<S: Scalar>(_ arguments: Arguments, gradients: Bool, as scalar: S.Type) throws -> CompositeLoss<S> {
    let heads = try HeadBatch(arguments, ["predictions"])
    let grid = try YOLOv3Anchors.grid(arguments)
    guard heads.imageCount > 0 else { return try lossOfNoImages(arguments) }
    let predictions: Tensor<S> = try heads.tensor("predictions")
    let loss = YOLOv3Loss<S>(
      boxError: arguments.choice("box_loss"), centerMargin: arguments.scalar("center_margin"),
      ignoreThreshold: arguments.scalar("ignore_threshold"), ignoredBy: arguments.choice("ignore_by"),
      normalization: try YOLONormalization.normalization(arguments, imageCount: heads.imageCount),
      weights: YOLOWeights(arguments))
    return try loss.evaluate(
      predictions, grid: grid,
      truth: GroundTruthInputs.read(
        arguments, imageCount: heads.imageCount, classes: 0..<max(predictions.shape[2] - 5, 0)),
      gradients: gradients, deadline: arguments.limits.deadline)
  }
}

extension YOLOWeights {
  /// The weights of the four terms of a request.
  init(_ arguments: Arguments) {
    self.init(
      box: arguments.number("box_weight"), objectness: arguments.number("objectness_weight"),
      noObject: arguments.number("no_object_weight"), classification: arguments.number("classification_weight"))
  }
}

/// The anchors of a YOLOv3 request.
private enum YOLOv3Anchors {
  /// Redmon and Farhadi 2018, §2.3: nine clusters of COCO's boxes, by the stride of their level.
  private static let ofPaper: [Double: [[Double]]] = [
    8: [[10, 13], [16, 30], [33, 23]], 16: [[30, 61], [62, 45], [59, 119]], 32: [[116, 90], [156, 198], [373, 326]],
  ]

  static func grid(_ arguments: Arguments) throws(Problem) -> YOLOv3Grid {
    let levels = try YOLOGridParameters.levels(arguments)
    let given = arguments.value("anchors").list.map(sizes)
    let anchors = if let given { given } else { try paper(levels) }
    guard anchors.count == levels.count else {
      throw Problem(
        .conflictingFields, at: "/anchors",
        "anchors are of \(counted(anchors.count, "level")), the grid has \(levels.count)")
    }
    let sizes = anchors.map { $0.map { YOLOv3Grid.Anchor(width: $0[0], height: $0[1]) } }
    guard let grid = YOLOv3Grid(levels, anchors: sizes, order: arguments.choice("row_order")) else {
      throw Problem(.invalidShape, at: "/anchors", "there are more anchors than can be counted")
    }
    return grid
  }

  private static func sizes(_ list: [JSONValue]) -> [[[Double]]] {
    list.map { ($0.list ?? []).map { $0.numberList ?? [] } }
  }

  private static func paper(_ levels: [GridLevel]) throws(Problem) -> [[[Double]]] {
    let known = levels.compactMap { ofPaper[$0.strideX] }
    guard known.count == levels.count else {
      throw Problem(
        .missingField, at: "/anchors", "anchors is missing: the paper has them for the strides 8, 16 and 32 only")
    }
    return known
  }
}
