import DetectionCore

/// How the numbers of predictions lie, as requests say it.
enum LayoutChoice: String, CaseIterable {
  case auto
  case channelsFirst = "channels-first"
  case channelsLast = "channels-last"
  /// The convolutions' own maps, flattened and put side by side.
  case maps

  /// The layout of a matrix; `nil`: the usual one of the operation.
  var layout: PredictionLayout.Layout? {
    switch self {
    case .auto: nil
    case .channelsFirst, .maps: .channelsFirst
    case .channelsLast: .channelsLast
    }
  }
}

extension Field<LayoutChoice> {
  static func layout(among values: [LayoutChoice], _ meaning: String) -> Field {
    .choice("layout", among: values, default: .auto, meaning)
  }
}
