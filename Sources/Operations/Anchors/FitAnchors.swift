import DetectionCore
import JSON

struct FitAnchors: FieldedOperation {
  let about = About(
    "anchors", "fit",
    summary: "Anchors for the boxes that there are: k-means with the distance 1 − IoU.",
    formula: "min Σ_i (1 − max_j IoU(size_i, anchor_j)),  boxes and anchors laid on one centre",
    source: "Redmon and Farhadi 2017, «YOLO9000», §2; first centres: Arthur and Vassilvitskii 2007, «k-means++»",
    example: #"{"sizes": [[10, 12], [11, 12], [40, 38], [42, 40], [90, 30]], "clusters": 3}"#)
  let sizes = TensorField.reals("sizes", .of("N", "2"), holds: "Width and height of each object, > 0.").oneOf("objects")
  let boxes = TensorField.reals(
    "boxes", .of("N", "4"), holds: "Instead of sizes: the objects' boxes, in format; sides > 0."
  ).oneOf("objects")
  let clusters = Field.requiredInteger(
    "clusters", .from(1), "k: how many anchors; there must be as many different sizes.")
  let seed = Field.integer(
    "seed", .from(0), default: 0,
    "What the first centres are drawn with, by SplitMix64. Equal input and seed give equal anchors, everywhere.")
  let update = Field<AnchorFit.Update>.choice(
    "update", default: .mean,
    "What an anchor is of its objects' widths and heights. YOLO9000 takes the mean, many a script the median.")
  let iterations = Field.integer("iterations", .from(0, to: 100_000), default: 300, "Updates at the most.")
  let scale = Field.scale(
    "scale",
    "What sizes are multiplied with first, such as the network's input size for sizes relative to the image: "
      + "a number, or [width, height].")
  let format = BoxFields.format()

  let anchors = Output.reals("anchors", "(k, 2)", "Width and height of each anchor, by growing area.")
  let meanIoU = Output.reals("mean_iou", "()", "The mean of the objects' IoU with their anchors.")
  let recall = Output.reals(
    "recall", "(10,)", "The share of objects whose IoU with their anchor is at least 0.5, 0.55, 0.6, … 0.95.")
  let counts = Output.indices("counts", "(k,)", "How many objects each anchor is the best of.")
  let labels = Output.indices("labels", "(N,)", "Each object's best anchor; of equal ones the first that was drawn.")
  let updates = Output.count("iterations", "Updates until nothing moved, or as many as were allowed.")

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let scale = request[scale] ?? AxisScale(x: 1, y: 1)
    let shapes = try shapes(request, as: S.self).map {
      AnchorShape(width: $0.width * scale.x, height: $0.height * scale.y)
    }
    let fit = AnchorFit(
      clusters: request[clusters], seed: UInt64(clamping: request[seed]), update: request[update],
      iterations: request[iterations])
    let result = try fit.fit(shapes, deadline: request.limits.deadline)
    var answer = Answer()
    answer.set(anchors, Tensor<S>.rows(result.anchors.map { [S($0.width), S($0.height)] }, columns: 2))
    answer.set(meanIoU, S(result.meanIoU))
    answer.set(recall, result.recall.map { S($0) })
    answer.set(counts, result.counts)
    answer.set(labels, result.labels)
    answer.set(updates, result.iterations)
    return answer
  }

  private func shapes<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> [AnchorShape] {
    guard request.has(boxes) else { return try AnchorShape.list(sizes: request.tensor(sizes, as: S.self)) }
    return try AnchorShape.list(of: request.boxes(boxes, request[format], as: S.self))
  }
}

/// Factors of widths and heights.
struct AxisScale: Sendable {
  let x: Double
  let y: Double
}

extension Field<AxisScale?> {
  /// A number, or [width, height]; may be left out.
  fileprivate static func scale(_ name: String, _ meaning: String) -> Field {
    Field(
      name, .anyOf([.number(.positive), .list(.number(.positive), count: 2)]), default: .null, fallback: nil, meaning
    ) { json in
      if let both = json.number { return AxisScale(x: both, y: both) }
      return json.numberList.flatMap { $0.count == 2 ? AxisScale(x: $0[0], y: $0[1]) : nil }
    }
  }
}

extension Tensor {
  /// Rows of as many columns.
  fileprivate static func rows(_ rows: [[Element]], columns: Int) -> Tensor {
    let flat = Tensor(rows.flatMap { $0 })
    return Shape([rows.count, columns]).flatMap(flat.reshaped) ?? flat
  }
}
