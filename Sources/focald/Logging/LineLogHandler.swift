import Glibc
import Logging

/// Writes each message as one line to standard error, in one `write(2)`, so that the lines of several threads and
/// processes never mix.
struct LineLogHandler: LogHandler {
  var logLevel: LogLevel
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?
  /// How a line looks.
  let format: LogFormat
  /// Where a line goes, its end of line included.
  private let write: @Sendable (String) -> Void

  /// A handler for messages of `level` and above.
  init(level: LogLevel, format: LogFormat, write: @escaping @Sendable (String) -> Void = writeToStandardError) {
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

/// Writes all of `text` to standard error; what cannot be written is lost, as there is nobody left to tell.
@Sendable func writeToStandardError(_ text: String) {
  var text = text
  text.withUTF8 { bytes in
    var written = 0
    while written < bytes.count {
      let rest = UnsafeBufferPointer(rebasing: bytes[written...])
      let count = Glibc.write(STDERR_FILENO, rest.baseAddress, rest.count)
      if count < 0 && errno != EINTR { return }
      written += max(count, 0)
    }
  }
}
