import Logging

/// The levels of the log, lightest first. swift-log's own, under the names that its setting takes.
typealias LogLevel = Logger.Level

/// How a log line looks.
enum LineFormat: Sendable {
  /// One object.
  case json
  /// For people.
  case text
}

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
