import DetectionCore

struct FitAnchors: OperationDefinition {
  let declaration = Declaration(
    family: "anchors", name: "fit",
    summary: "Anchors for the boxes that there are: k-means with the distance 1 − IoU.",
    formula: "min Σ_i (1 − max_j IoU(size_i, anchor_j)),  boxes and anchors laid on one centre",
    source: "Redmon and Farhadi 2017, «YOLO9000», §2; first centres: Arthur and Vassilvitskii 2007, «k-means++»",
    inputs: [
      Input("sizes", .of("N", "2"), presence: .oneOf(group: "objects"), holds: "Width and height of each object, > 0."),
      Input(
        "boxes", .of("N", "4"), presence: .oneOf(group: "objects"),
        holds: "Instead of sizes: the objects' boxes, in format; sides > 0."),
    ],
    parameters: [
      .required("clusters", .integer(.from(1)), "k: how many anchors; there must be as many different sizes."),
      Parameter(
        "seed", .integer(.from(0)), default: 0,
        "What the first centres are drawn with, by SplitMix64. Equal input and seed give equal anchors, everywhere."),
      Parameter(
        "update", .choice(AnchorFit.Update.allCases.map(\.rawValue)), default: "mean",
        "What an anchor is of its objects' widths and heights. YOLO9000 takes the mean, many a script the median."),
      Parameter("iterations", .integer(.from(0, to: 100_000)), default: 300, "Updates at the most."),
      Parameter(
        "scale", .anyOf([.number(.positive), .list(.number(.positive), count: 2)]), default: nil,
        "What sizes are multiplied with first, such as the network's input size for sizes relative to the image: "
          + "a number, or [width, height]."),
      BoxInputs.format(),
    ],
    outputs: [
      OutputDescription("anchors", "(k, 2)", "Width and height of each anchor, by growing area."),
      OutputDescription("mean_iou", "()", "The mean of the objects' IoU with their anchors."),
      OutputDescription(
        "recall", "(10,)", "The share of objects whose IoU with their anchor is at least 0.5, 0.55, 0.6, … 0.95."),
      OutputDescription("counts", "(k,)", element: .integer, "How many objects each anchor is the best of."),
      OutputDescription(
        "labels", "(N,)", element: .integer, "Each object's best anchor; of equal ones the first that was drawn."),
      OutputDescription(
        "iterations", "()", element: .integer, "Updates until nothing moved, or as many as were allowed."),
    ],
    example: #"{"sizes": [[10, 12], [11, 12], [40, 38], [42, 40], [90, 30]], "clusters": 3}"#)

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    let (x, y) = Self.scale(arguments)
    let sizes = try Self.sizes(arguments, as: S.self).map { AnchorShape(width: $0.width * x, height: $0.height * y) }
    let fit = AnchorFit(
      clusters: arguments.integer("clusters"), seed: UInt64(clamping: arguments.integer("seed")),
      update: arguments.choice("update"), iterations: arguments.integer("iterations"))
    let result = try fit.fit(sizes, deadline: arguments.limits.deadline)
    var answer = Answer()
    answer.add("anchors", Tensor<S>.rows(result.anchors.map { [S($0.width), S($0.height)] }, columns: 2))
    answer.add("mean_iou", Tensor(shape: .scalar, repeating: S(result.meanIoU)))
    answer.add("recall", Tensor(result.recall.map { S($0) }))
    answer.add("counts", Tensor(result.counts))
    answer.add("labels", Tensor(result.labels))
    answer.add("iterations", .integer(result.iterations))
    return answer
  }

  private static func sizes<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> [AnchorShape] {
    guard arguments.has("boxes") else { return try AnchorShape.list(sizes: arguments.tensor("sizes", as: S.self)) }
    return try AnchorShape.list(of: arguments.boxes("boxes", as: S.self))
  }

  private static func scale(_ arguments: Arguments) -> (x: Double, y: Double) {
    if let both = arguments.optionalNumber("scale") { return (both, both) }
    let pair = arguments.optionalNumbers("scale") ?? []
    return pair.count == 2 ? (pair[0], pair[1]) : (1, 1)
  }
}

extension Tensor {
  /// Rows of as many columns.
  fileprivate static func rows(_ rows: [[Element]], columns: Int) -> Tensor {
    let flat = Tensor(rows.flatMap { $0 })
    return Shape([rows.count, columns]).flatMap(flat.reshaped) ?? flat
  }
}
