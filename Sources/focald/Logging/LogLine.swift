import FoundationEssentials
import Logging

/// One line of the log before it is text.
struct LogLine {
  var time: Date
  var level: LogLevel
  var message: String
  var fields: Logger.Metadata

  /// The names that the line itself uses; a field of such a name gets `_` behind it, so that no key stands twice.
  private static let reserved: Set<String> = ["time", "level", "message"]

  /// RFC 3339 with milliseconds, in UTC: `2026-01-02T03:04:05.678Z`.
  private var timestamp: String { time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)) }

  /// The line, with its end.
  func text(as format: LineFormat) -> String {
    switch format {
    case .json: json
    case .text: plain
    }
  }

  /// `{"time":"…","level":"…","message":"…",` and the fields by name`}`.
  private var json: String {
    var line = "{\"time\":\"\(timestamp)\",\"level\":\"\(level.rawValue)\",\"message\":"
    line.appendJSON(message)
    for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
      line += ","
      line.appendJSON(Self.reserved.contains(key) ? key + "_" : key)
      line += ":"
      line.appendJSON(value)
    }
    return line + "}\n"
  }

  /// `2026-01-02T03:04:05.678Z info    message  key=value key="two words"`.
  private var plain: String {
    let level = level.rawValue
    var line = "\(timestamp) \(level)" + String(repeating: " ", count: max(1, 9 - level.utf8.count))
    line += message.isPlain(allowing: " ") ? message : message.debugDescription
    for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
      let text = value.description
      line += " \(key)=" + (text.isPlain() && !text.isEmpty ? text : text.debugDescription)
    }
    return line + "\n"
  }
}

extension String {
  /// Whether it can stand in a line without quotation marks: nothing that ends a line, moves a cursor or is one.
  fileprivate func isPlain(allowing extra: Unicode.Scalar? = nil) -> Bool {
    unicodeScalars.allSatisfy { scalar in
      scalar == extra
        || scalar != "\"" && !scalar.properties.isWhitespace
          && ![.control, .format].contains(scalar.properties.generalCategory)
    }
  }
}
