import DetectionCore

/// What libraries do differently between the scores of a head and its boxes.
struct StageConventionFields: FieldGroup {
  /// What a number must be of a bound.
  enum Comparator: String, CaseIterable {
    /// The bound or more.
    case atLeast = ">="
    /// Strictly more.
    case greater = ">"
  }

  /// When boxes without area go.
  enum DropTime: String, CaseIterable {
    case beforeSuppression = "before-suppression"
    case answer
  }

  let scoreComparator = Field<Comparator>.choice(
    "score_comparator", default: .greater,
    "Whether scores must be greater than score_threshold, or a score at it passes as well.")
  let sizeComparator = Field<Comparator>.choice(
    "min_size_comparator", default: .atLeast, "Whether sides must be min_size at the least, or longer.")
  let dropTime = Field<DropTime>.choice(
    "drop_empty_at", default: .beforeSuppression,
    "When boxes without area go: before suppression; or of those that are answered, in the original's pixels, so that an "
      + "image may have fewer than max_detections."
  ).only(.with(StageFields.dropsEmpty))
  let clipping: Field<Clipping>?
  let topKScope: Field<TopKScope>?
  let suppression: SuppressionConventionFields?

  /// `clipping`: when boxes are clipped by default, of a detector that does; `topK`: what top-k counts in by default, of a
  /// detector with levels.
  init(clipping: Clipping? = nil, topK: TopKScope? = nil, suppresses: Bool = true) {
    self.clipping = clipping.map {
      .choice(
        "clip", among: suppresses ? Clipping.allCases : [.never, .beforeSuppression], default: $0,
        suppresses
          ? "When boxes are clipped to their image: before they suppress each other; only those that are answered; never."
          : "Whether boxes are clipped to their image.")
    }
    topKScope = topK.map { .choice("top_k_per", default: $0, "What top_k counts candidates in.") }
    suppression = suppresses ? SuppressionConventionFields() : nil
  }

  /// The thresholds of scores, which are compared with >: of ≥ the next lesser numbers.
  func scoreThreshold<S: Scalar>(_ request: Request, _ given: PerClass<Double>?) -> PerClass<S> {
    let threshold: PerClass<S> = given?.converted() ?? .one(-.infinity)
    return request[scoreComparator] == .atLeast ? threshold.nextDown : threshold
  }

  /// Adds to the stages what a request says of them.
  func read<S: Scalar>(_ request: Request, into stages: inout DetectionStages<S>) {
    if let clipping { stages.clipping = request[clipping] }
    if let topKScope { stages.topKScope = request[topKScope] }
    if let suppression { stages.convention = suppression.read(request) }
    stages.sieve?.isStrict = request[sizeComparator] == .greater
    stages.dropsEmptyAnswers = request[StageFields.dropsEmpty] && request[dropTime] == .answer
  }
}
