import DetectionCore

/// Which anchors a box rescues, and what they are matched to.
struct LowQualityFields: FieldGroup {
  /// Which boxes rescue anchors.
  enum From: String, CaseIterable {
    case overlapped, any
  }

  /// What a rescued anchor is matched to.
  enum To: String, CaseIterable {
    case bestBox = "best-box"
    case rescuer
  }

  let from: Field<From>
  let to: Field<To>

  /// `flag`: the field that asks for it.
  init(_ flag: Field<Bool>) {
    from = .choice(
      "low_quality_from", default: .overlapped,
      "Which boxes rescue anchors: those that an anchor overlaps; or any, where a box that none overlaps rescues all anchors."
    ).only(.with(flag))
    to = .choice(
      "low_quality_to", default: .bestBox,
      "What a rescued anchor is matched to: its own best box, or the box that rescues it, of several the last."
    ).only(.with(flag))
  }

  func read(_ request: Request) -> LowQualityRule {
    LowQualityRule(needsOverlap: request[from] == .overlapped, matchesBest: request[to] == .bestBox)
  }
}
