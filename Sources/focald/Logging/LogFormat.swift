import Logging

/// What the setting says of it.
enum LogFormat: String, CaseIterable, Sendable {
  case auto
  case json
  case text

  /// The format of the lines: what was asked for, else text for people at a terminal and JSON for programs.
  func lines(isTerminal: Bool) -> LineFormat {
    switch self {
    case .auto: isTerminal ? .text : .json
    case .json: .json
    case .text: .text
    }
  }
}
