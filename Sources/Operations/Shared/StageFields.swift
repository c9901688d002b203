import DetectionCore
import JSON

/// What a detector's stages after decoding do: threshold, top-k, suppression, cap, explanation.
struct StageFields: FieldGroup {
  let scoreThreshold: Field<PerClass<Double>?>
  let topK: Field<Int?>?
  let iouThreshold: Field<PerClass<Double>?>?
  let maxDetections: Field<Int>
  let maxDetectionsPerClass = Field.optionalInteger(
    "max_detections_per_class", .from(0), "Boxes answered of each class of an image, after suppression. null: any.")
  let minimumSize: Field<Double?>
  let dropsEmpty = Self.dropsEmpty
  let suppression: SuppressionFields?
  let conventions: StageConventionFields
  let explain = ExplanationOutputs.explain.only(.when(AnswerFormatFields.format, is: .images))

  /// The stages of a detector; the defaults differ. A `nil` top-k or threshold lets all through; `group`: what top-k counts
  /// in.
  init(
    scoreThreshold: Double?, topK: Int?, per group: String = "a level", iouThreshold: Double = 0.5,
    maxDetections: Int = 100, minimumSize: Double? = nil, clipping: Clipping? = nil, scope: TopKScope? = nil
  ) {
    conventions = StageConventionFields(clipping: clipping, topK: scope)
    self.minimumSize = Self.minimumSize(minimumSize)
    self.scoreThreshold = Self.scoreThreshold(scoreThreshold)
    self.topK = Self.topK(topK, per: group)
    self.iouThreshold = SuppressionFields.iouThreshold(default: iouThreshold)
    self.maxDetections = Self.maxDetections(maxDetections)
    suppression = SuppressionFields()
  }

  /// The stages of a detector whose network suppresses nothing and needs no suppression.
  init(endToEnd scoreThreshold: Double, maxDetections: Int, clipping: Clipping? = nil) {
    conventions = StageConventionFields(clipping: clipping, suppresses: false)
    minimumSize = Self.minimumSize(nil)
    self.scoreThreshold = Self.scoreThreshold(scoreThreshold)
    topK = nil
    iouThreshold = nil
    self.maxDetections = Self.maxDetections(maxDetections)
    suppression = nil
  }

  /// The stages of a detector that suppresses in its own way.
  init(rotated scoreThreshold: Double, topK: Int, maxDetections: Int) {
    conventions = StageConventionFields(suppresses: false)
    minimumSize = Self.minimumSize(nil)
    self.scoreThreshold = Self.scoreThreshold(scoreThreshold)
    self.topK = Self.topK(topK, per: "an image")
    iouThreshold = nil
    self.maxDetections = Self.maxDetections(maxDetections)
    suppression = nil
  }

  private static func topK(_ most: Int?, per group: String) -> Field<Int?> {
    Field(
      "top_k", .integer(.from(1)), default: most.map { .number(Double($0)) } ?? .null, fallback: most,
      "Candidates, (row, class) pairs, that \(group) passes on.\(most == nil ? " null: all." : "")"
    ) { $0.integer }
  }

  private static func scoreThreshold(_ value: Double?) -> Field<PerClass<Double>?> {
    .perClass(
      "score_threshold", .unit, default: value,
      "Greater scores pass (score_comparator). One number, or one per class.\(value == nil ? " null: all." : "")")
  }

  private static func maxDetections(_ most: Int) -> Field<Int> {
    .integer("max_detections", .from(0), default: most, "Boxes answered an image.")
  }

  /// Boxes that are too small to be one.
  private static func minimumSize(_ least: Double?) -> Field<Double?> {
    let meaning = "Boxes with a side shorter than this, in pixels of the network's input, go before suppression."
    guard let least else { return .optionalNumber(minimumSizeName, .notNegative, meaning) }
    return Field(
      minimumSizeName, .number(.notNegative), default: .number(least), fallback: least, meaning
    ) { .some($0.number) }
  }

  private static let minimumSizeName = "min_size"
  static let dropsEmpty = Field.flag(
    "drop_empty", "Boxes without area go, before suppression unless drop_empty_at says otherwise.")

  /// What must hold for boxes to be sifted by size.
  static func sifting(_ contents: DetectionContents) -> [Condition] {
    contents.contains(.minimumSize) ? [] : [.givenAny([minimumSizeName, dropsEmpty.name])]
  }

  /// Which boxes are too small; `nil` where that is not asked.
  private func sieve<S: Scalar>(_ request: Request) -> BoxSieve<S>? {
    let least = request[minimumSize]
    let drops = request[dropsEmpty] && request[conventions.dropTime] == .beforeSuppression
    guard least != nil || drops else { return nil }
    return BoxSieve(minimumSize: least.map { S($0) }, dropsEmpty: drops)
  }

  /// A class that is none; without a default there is no such class.
  static func background(
    _ label: Int?, _ meaning: String = "The class that is no object: it is no candidate. null: there is none."
  ) -> Field<Int?> {
    label.map { .nullableInteger("background_class", .from(-1), default: $0, meaning + " −1: the last.") }
      ?? .optionalInteger("background_class", .from(0), meaning)
  }

  /// The stages of a request. `images`: how many answers share the limit of an answer.
  func read<S: Scalar>(
    _ request: Request, images: Int, as scalar: S.Type = S.self
  ) throws(Problem) -> DetectionStages<S> {
    var stages = DetectionStages<S>(
      scoreThreshold: conventions.scoreThreshold(request, request[scoreThreshold]),
      topK: topK.flatMap { request[$0] } ?? .max, sieve: sieve(request), suppression: try suppression(request),
      maxDetections: request[maxDetections], maxDetectionsPerClass: request[maxDetectionsPerClass],
      explanationLimit: request[explain] ? request.limits.answerElements / max(images, 1) : nil)
    conventions.read(request, into: &stages)
    return stages
  }

  private func suppression<S: Scalar>(_ request: Request) throws(Problem) -> Suppression<S>? {
    guard let suppression, let iouThreshold else { return nil }
    return try suppression.read(request, iouThreshold: iouThreshold, scoreThreshold: request[scoreThreshold])
  }
}
