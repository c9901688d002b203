import DetectionCore

/// What a detector's stages after decoding do: threshold, top-k, suppression, cap, explanation.
struct StageFields: FieldGroup {
  let scoreThreshold: Field<PerClass<Double>?>
  let topK: Field<Int?>?
  let iouThreshold: Field<PerClass<Double>?>?
  let maxDetections: Field<Int>
  let suppression: SuppressionFields?
  let explain = ExplanationOutputs.explain

  /// The stages of a detector; the defaults differ. A `nil` top-k or threshold lets all through; `group`: what top-k counts
  /// in.
  init(
    scoreThreshold: Double?, topK: Int?, per group: String = "a level", iouThreshold: Double = 0.5,
    maxDetections: Int = 100
  ) {
    self.scoreThreshold = Self.scoreThreshold(scoreThreshold)
    self.topK = Field(
      "top_k", .integer(.from(1)), default: topK.map { .number(Double($0)) } ?? .null, fallback: topK,
      "Candidates, (row, class) pairs, that \(group) passes on.\(topK == nil ? " null: all." : "")"
    ) { $0.integer }
    self.iouThreshold = SuppressionFields.iouThreshold(default: iouThreshold)
    self.maxDetections = Self.maxDetections(maxDetections)
    suppression = SuppressionFields()
  }

  /// The stages of a detector whose network suppresses nothing and needs no suppression.
  init(endToEnd scoreThreshold: Double, maxDetections: Int) {
    self.scoreThreshold = Self.scoreThreshold(scoreThreshold)
    topK = nil
    iouThreshold = nil
    self.maxDetections = Self.maxDetections(maxDetections)
    suppression = nil
  }

  private static func scoreThreshold(_ value: Double?) -> Field<PerClass<Double>?> {
    .perClass(
      "score_threshold", .unit, default: value,
      "Strictly greater scores pass. One number, or one per class.\(value == nil ? " null: all." : "")")
  }

  private static func maxDetections(_ most: Int) -> Field<Int> {
    .integer("max_detections", .from(0), default: most, "Boxes answered an image.")
  }

  /// Boxes that are too small to be one.
  static func minimumSize(_ least: Double) -> Field<Double> {
    .number(
      "min_size", .notNegative, default: least,
      "Boxes with a side shorter than this, in pixels, go before suppression.")
  }

  /// A class that is none; without a default there is no such class.
  static func background(_ label: Int?) -> Field<Int?> {
    let meaning = "The class that is no object: it is no candidate. null: there is none."
    return label.map { .nullableInteger("background_class", .from(0), default: $0, meaning) }
      ?? .optionalInteger("background_class", .from(0), meaning)
  }

  /// The stages of a request. `images`: how many answers share the limit of an answer.
  func read<S: Scalar>(
    _ request: Request, images: Int, minimumSize: Field<Double>? = nil, as scalar: S.Type = S.self
  ) throws(Problem) -> DetectionStages<S> {
    DetectionStages(
      scoreThreshold: request[scoreThreshold]?.converted() ?? .one(-.infinity),
      topK: topK.flatMap { request[$0] } ?? .max, minimumSize: minimumSize.map { request[$0, as: S.self] },
      suppression: try suppression(request), maxDetections: request[maxDetections],
      explanationLimit: request[explain] ? request.limits.answerElements / max(images, 1) : nil)
  }

  private func suppression<S: Scalar>(_ request: Request) throws(Problem) -> Suppression<S>? {
    guard let suppression, let iouThreshold else { return nil }
    return try suppression.read(request, iouThreshold: iouThreshold, scoreThreshold: request[scoreThreshold])
  }
}
