import DetectionCore

/// What libraries do differently between the scores of a head and its boxes.
struct StageConventionFields: FieldGroup {
  /// Which box is too small.
  enum SizeComparator: String, CaseIterable {
    /// One with a shorter side.
    case atLeast = ">="
    /// One with a side of just the least size as well.
    case greater = ">"
  }

  /// When boxes without area go.
  enum DropTime: String, CaseIterable {
    case beforeSuppression = "before-suppression"
    case answer
  }

  let sizeComparator = Field<SizeComparator>.choice(
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

  /// Adds to the stages what a request says of them.
  func read<S: Scalar>(_ request: Request, into stages: inout DetectionStages<S>) {
    if let clipping { stages.clipping = request[clipping] }
    if let topKScope { stages.topKScope = request[topKScope] }
    if let suppression { stages.convention = suppression.read(request) }
    stages.sieve?.isStrict = request[sizeComparator] == .greater
    stages.dropsEmptyAnswers = request[StageFields.dropsEmpty] && request[dropTime] == .answer
  }
}
