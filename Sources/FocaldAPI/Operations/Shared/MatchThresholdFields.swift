import DetectionCore

/// Between which overlaps an anchor, or a proposal, is positive, ignored or background.
struct MatchThresholdFields: FieldGroup {
  let positive: Field<Double>
  let negative: Field<Double>
  let allowsLowQuality: Field<Bool>

  /// The matcher that a request describes. Throws if the thresholds are not in order.
  func matcher<S: Scalar>(_ request: Arguments, as scalar: S.Type = S.self) throws(Problem) -> AnchorMatcher<S> {
    try checkOrder(request)
    return AnchorMatcher(
      positiveThreshold: request[positive, as: S.self], negativeThreshold: request[negative, as: S.self],
      allowsLowQuality: request[allowsLowQuality])
  }

  /// The issue stands at the threshold that the request gives: the other may be a default.
  private func checkOrder(_ request: Arguments) throws(Problem) {
    let (low, high) = (request[negative], request[positive])
    guard low > high else { return }
    throw Problem(
      .conflictingFields, at: "/\((request.gives(negative) ? negative : positive).name)",
      "\(negative.name), \(plain(low)), must not be greater than \(positive.name), \(plain(high))")
  }
}
