import DetectionCore

/// The parameters that every detector's stages after decoding share, and how an image came to its size.
enum DetectionParameters {
  private static let pair = ParameterType.list(.number(.positive), count: 2)
  private static let perImage = ParameterType.list(pair, count: nil)

  /// `defaults` of the stages differ by detector; a `nil` top_k lets all candidates through.
  static func stages(
    scoreThreshold: JSONValue, topK: Int?, per group: String = "a level", iouThreshold: JSONValue = 0.5,
    maxDetections: Int = 100
  ) -> [Parameter] {
    [
      Self.scoreThreshold(scoreThreshold),
      Parameter(
        "top_k", .integer(.from(1)), default: topK.map { .number(Double($0)) } ?? .null,
        "Candidates, (row, class) pairs, that \(group) passes on.\(topK == nil ? " null: all." : "")"),
      Parameter(
        "iou_threshold", SuppressionParameters.iouThreshold.type, default: iouThreshold,
        SuppressionParameters.iouThreshold.meaning),
      Self.maxDetections(maxDetections),
      SuppressionParameters.classAgnostic("classes"),
      SuppressionParameters.suppression,
      SuppressionParameters.explain,
    ]
  }

  /// The stages of a detector whose network suppresses nothing and needs no suppression.
  static func endToEnd(scoreThreshold threshold: JSONValue, maxDetections most: Int) -> [Parameter] {
    [scoreThreshold(threshold), maxDetections(most), SuppressionParameters.explain]
  }

  private static func scoreThreshold(_ value: JSONValue) -> Parameter {
    Parameter(
      "score_threshold", .anyOf([.number(.unit), .list(.number(.unit), count: nil)]), default: value,
      "Strictly greater scores pass. One number, or one per class.\(value == .null ? " null: all." : "")")
  }

  private static func maxDetections(_ most: Int) -> Parameter {
    Parameter("max_detections", .integer(.from(0)), default: .number(Double(most)), "Boxes answered an image.")
  }

  /// The shapes of a head's level, as a convolution gives it.
  static func levels(_ channels: String) -> [ShapePattern] {
    [.of(channels, "H", "W"), .of("B", channels, "H", "W")]
  }

  /// The size of every image, which boxes are clipped to.
  static let imageSize = Parameter.required(
    "image_size", .anyOf([pair, perImage]), "[height, width], or one per image; boxes are clipped to it.")

  /// Boxes that are too small to be one.
  static func minimumSize(_ least: Double) -> Parameter {
    Parameter(
      "min_size", .number(.notNegative), default: .number(least),
      "Boxes with a side shorter than this, in pixels, go before suppression.")
  }

  /// A class that is none.
  static func background(_ value: JSONValue) -> Parameter {
    Parameter(
      "background_class", .integer(.from(0)), default: value, nullIsValue: true,
      "The class that is no object: it is no candidate. null: there is none.")
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
      scoreThreshold: arguments.optionalPerClass("score_threshold") ?? .one(-.infinity),
      topK: arguments.optionalInteger("top_k") ?? .max, minimumSize: arguments.optionalScalar("min_size"),
      suppression: arguments.declaration.parameter("suppression") == nil
        ? nil : try SuppressionParameters.read(arguments),
      maxDetections: arguments.integer("max_detections"),
      explanationLimit: arguments.flag("explain") ? arguments.limits.answerElements / max(images, 1) : nil)
  }
}

/// The answer of every detector.
enum DetectionOutputs {
  static let images = images()

  /// `hasMinimumSize`: boxes that are too small go before suppression, which is counted.
  static func images(hasMinimumSize: Bool = false) -> OutputDescription {
    OutputDescription(
      "images", "one object an image", members: tensors(hasMinimumSize),
      "boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each "
        + "stage left; with explain, explanation. Best score first.")
  }

  /// An image's members; the images of a batch one after the other.
  private static func tensors(_ hasMinimumSize: Bool) -> [OutputDescription.Tensor] {
    let explained = hasMinimumSize ? [OutputDescription.Tensor(explanation: "min_size.indices")] : []
    let stages = ["threshold", "top_k"] + (hasMinimumSize ? ["min_size"] : []) + ["suppressed", "cap"]
    return [
      OutputDescription.Tensor(name: "boxes", shape: .of("n", "4"), element: .number),
      OutputDescription.Tensor(name: "scores", shape: .of("n"), element: .number),
    ]
      + ["labels", "anchor_indices", "levels"].map {
        OutputDescription.Tensor(name: $0, shape: .of("n"), element: .integer)
      }
      + OutputDescription.counts("B", hasMinimumSize ? DetectionCounts.namesWithMinimumSize : DetectionCounts.names)
      + OutputDescription.explanationTensors + explained
      + [OutputDescription.Tensor(name: "image_indices", shape: .of("n"), element: .integer)]
      + stages.map { OutputDescription.Tensor(explanation: "\($0).image_indices") }
  }
}

extension OutputDescription.Tensor {
  /// A list of indices within an explanation.
  fileprivate init(explanation name: String) {
    self.init(name: "explanation.\(name)", shape: .of("e"), element: .integer)
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
