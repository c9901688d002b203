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
