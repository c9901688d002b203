import DetectionCore

/// The parameters that every detector's stages after decoding share, and how an image came to its size.
enum DetectionParameters {
  private static let pair = ParameterType.list(.number(.positive), count: 2)
  private static let perImage = ParameterType.list(pair, count: nil)

  /// `defaults` of the stages differ by detector; a `nil` top_k lets all candidates through.
  static func stages(scoreThreshold: JSONValue, topK: Int?, iouThreshold: JSONValue = 0.5, maxDetections: Int = 100)
    -> [Parameter]
  {
    [
      Parameter(
        "score_threshold", .anyOf([.number(.unit), .list(.number(.unit), count: nil)]), default: scoreThreshold,
        "Strictly greater scores pass. One number, or one per class."),
      Parameter(
        "top_k", .integer(.from(1)), default: topK.map { .number(Double($0)) } ?? .null,
        "Candidates, (row, class) pairs, that a level passes on.\(topK == nil ? " null: all." : "")"),
      Parameter(
        "iou_threshold", SuppressionParameters.iouThreshold.type, default: iouThreshold,
        SuppressionParameters.iouThreshold.meaning),
      Parameter(
        "max_detections", .integer(.from(0)), default: .number(Double(maxDetections)), "Boxes answered an image."),
      SuppressionParameters.classAgnostic("classes"),
      SuppressionParameters.suppression,
      SuppressionParameters.explain,
    ]
  }

  /// What takes boxes back to the original image.
  static let original = [
    Parameter(
      "original_size", .anyOf([pair, perImage]), default: nil,
      "[height, width] of the image before it was scaled and padded, or one per image: boxes are given in it, and "
        + "clipped to it. null: boxes stay as they are."),
    Parameter(
      "scale", .anyOf([.number(.positive), pair, perImage]), default: nil,
      "Pixels of the network's input per pixel of the original: a number, [y, x], or [y, x] per image. null: told by "
        + "original_size."),
    Parameter(
      "pad", .anyOf([.list(.number(.any), count: 2), .list(.list(.number(.any), count: 2), count: nil)]), default: nil,
      "[top, left] pixels added after scaling, or one per image. null: told by original_size."),
  ]

  /// The stages of a request. `images`: how many answers share the limit of an answer.
  static func stages<S: Scalar>(_ arguments: Arguments, images: Int = 1, as scalar: S.Type = S.self) throws(Problem)
    -> DetectionStages<S>
  {
    DetectionStages(
      scoreThreshold: arguments.optionalPerClass("score_threshold") ?? .one(0),
      topK: arguments.optionalInteger("top_k") ?? .max, suppression: try SuppressionParameters.read(arguments),
      maxDetections: arguments.integer("max_detections"),
      explanationLimit: arguments.flag("explain") ? arguments.limits.answerElements / max(images, 1) : nil)
  }
}

/// The answer of every detector.
enum DetectionOutputs {
  static let images = Output(
    "images", "one object an image", members: tensors,
    "boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each "
      + "stage left; with explain, explanation. Best score first.")

  /// An image's members; the images of a batch one after the other.
  private static let tensors =
    [
      Output.Tensor(name: "boxes", shape: .of("n", "4"), element: .number),
      Output.Tensor(name: "scores", shape: .of("n"), element: .number),
    ]
    + ["labels", "anchor_indices", "levels"].map { Output.Tensor(name: $0, shape: .of("n"), element: .integer) }
    + Output.counts("B", DetectionCounts.names) + Output.explanationTensors
    + [Output.Tensor(name: "image_indices", shape: .of("n"), element: .integer)]
    + ["threshold", "top_k", "suppressed", "cap"].map {
      Output.Tensor(name: "explanation.\($0).image_indices", shape: .of("e"), element: .integer)
    }
}

extension Answer.Value {
  /// One image's detections, as the contract lays them out.
  init<S: Scalar>(_ detections: Detections<S>) {
    var answer = Answer()
    answer.add("boxes", detections.boxes)
    answer.add("scores", detections.scores)
    answer.add("labels", detections.labels)
    answer.add("anchor_indices", detections.anchorIndices)
    answer.add("levels", detections.levels)
    answer.add("counts", Answer.Value(detections.counts, hasTopK: true))
    if let explanation = detections.explanation { answer.add("explanation", Answer.Value(explanation)) }
    self = .object(answer.fields)
  }
}
