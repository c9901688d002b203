import FoundationEssentials
import Glibc
import Logging

/// Makes each message one line, and hands it on.
struct LineLogHandler: LogHandler {
  var logLevel: LogLevel
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?
  /// How a line looks.
  let format: LineFormat
  /// Where a line goes, its end of line included.
  private let write: @Sendable (String) -> Void

  /// A handler for messages of `level` and above.
  init(level: LogLevel, format: LineFormat, write: @escaping @Sendable (String) -> Void = writeToStandardError) {
    logLevel = level
    self.format = format
    self.write = write
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var fields = metadata
    fields.merge(metadataProvider?.get() ?? [:]) { $1 }
    fields.merge(event.metadata ?? [:]) { $1 }
    let line = LogLine(time: .now, level: event.level, message: event.message.description, fields: fields)
    write(line.text(as: format))
  }
}

/// Writes all of `text` to standard error; what cannot be written is lost, as there is no one left to say it to.
@Sendable func writeToStandardError(_ text: String) { _ = writeWhole(text, to: STDERR_FILENO) }
