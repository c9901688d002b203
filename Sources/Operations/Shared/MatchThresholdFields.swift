import DetectionCore

/// Between which overlaps an anchor, or a proposal, is positive, ignored or background.
struct MatchThresholdFields: FieldGroup {
  let positive: Field<Double>
  let negative: Field<Double>
  let allowsLowQuality: Field<Bool>
  var lowQuality: LowQualityFields?

  /// The matcher that a request describes. Throws if the thresholds are not in order.
  func matcher<S: Scalar>(_ request: Request, as scalar: S.Type = S.self) throws(Problem) -> AnchorMatcher<S> {
    try checkOrder(request)
    return AnchorMatcher(
      positiveThreshold: request[positive, as: S.self], negativeThreshold: request[negative, as: S.self],
      allowsLowQuality: request[allowsLowQuality], lowQuality: lowQuality?.read(request) ?? .init())
  }

  /// The issue stands at the threshold that the request gives: the other may be a default.
  private func checkOrder(_ request: Request) throws(Problem) {
    let (low, high) = (request[negative], request[positive])
    guard low > high else { return }
    throw Problem(
      .conflictingFields, at: "/\((request.gives(negative) ? negative : positive).name)",
      "\(negative.name), \(plain(low)), must not be greater than \(positive.name), \(plain(high))")
  }
}

extension MatchThresholdFields {
  /// The same with the fields that say which anchors are rescued.
  var withLowQualityRule: MatchThresholdFields {
    var fields = self
    fields.lowQuality = LowQualityFields(allowsLowQuality)
    return fields
  }
  /// What the thresholds of a loss are of.
  enum Rows: String {
    case anchor, proposal

    fileprivate var one: String { self == .anchor ? "an anchor" : "a proposal" }
  }

  /// The thresholds of a loss; `prefix`: what their names begin with where a detector has several.
  init(_ prefix: String = "", of rows: Rows = .anchor, positive: Double, negative: Double, lowQuality: Bool) {
    self.init(
      positive: .number(
        "\(prefix)positive_threshold", .unit, default: positive, "IoU from which \(rows.one) is positive."),
      negative: .number(
        "\(prefix)negative_threshold", .unit, default: negative,
        "IoU below which \(rows.one) is background; between the two it is ignored."),
      allowsLowQuality: .flag(
        "\(prefix)allow_low_quality", default: lowQuality,
        "The \(rows.rawValue)s with the highest IoU of a box are matched to their best box even below the thresholds."))
  }
}
