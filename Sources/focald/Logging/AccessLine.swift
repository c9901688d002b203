import Glibc
import HTTPMessages
import HTTPServer
import JSON
import Logging

/// A line of the access log as JSON, byte for byte what the log makes of `AccessLog.fields`.
///
/// By far the most frequent line, written on network threads: over the log's dictionaries it took a fifth of what a small
/// request costs.
struct AccessLine {
  private var bytes: [UInt8] = []

  /// The line, with its end.
  static func json(of record: HTTPExchangeRecord, at time: timespec, level: LogLevel = .info) -> String {
    var line = AccessLine()
    line.bytes.reserveCapacity(640)
    line.write("{\"time\":\"")
    line.write(time)
    line.write("\",\"level\":\"")
    line.write(plain: level.rawValue)
    line.write("\",\"message\":\"request\"")
    line.write(record)
    line.write("}\n")
    return String(decoding: line.bytes, as: UTF8.self)
  }

  /// The fields, by name.
  private mutating func write(_ record: HTTPExchangeRecord) {
    let (head, client) = (record.head, record.client)
    write(",\"bytes_in\":", record.bytesIn)
    write(",\"bytes_out\":", record.bytesOut)
    if case .certificate(let name) = client.identity { write(",\"certificate\":", name) }
    write(",\"client\":", client.address?.description)
    if record.clientWentAway { write(",\"client_went_away\":true") }
    write(",\"duration_ms\":", record.duration)
    if case .key(let name) = client.identity { write(",\"key\":", name) }
    write(",\"method\":", head.method.rawValue)
    write(",\"model\":", record.model)
    write(",\"path\":", head.path)
    write(",\"request_id\":", head.id)
    write(",\"route\":", record.route)
    write(",\"span_id\":", head.trace?.spanID)
    if let status = record.statusCode { write(",\"status\":", status) }
    write(",\"trace_id\":", head.trace?.traceID)
  }

  private mutating func write(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private mutating func write(plain text: String) { bytes.append(contentsOf: text.utf8) }

  /// A name and a text; nothing, where there is none.
  private mutating func write(_ name: StaticString, _ text: String?) {
    guard var text else { return }
    write(name)
    write("\"")
    text.withUTF8 { utf8 in
      JSONString.escape(UnsafeRawBufferPointer(utf8), keepingLines: true) { bytes.append(contentsOf: $0) }
    }
    write("\"")
  }

  private mutating func write(_ name: StaticString, _ number: Int) {
    write(name)
    write(plain: number.description)
  }

  /// Milliseconds, to the microsecond.
  private mutating func write(_ name: StaticString, _ duration: Duration) {
    write(name)
    write(plain: AccessLog.milliseconds(duration).description)
  }

  /// As `LogLine` writes it.
  private mutating func write(_ time: timespec) {
    bytes.append(contentsOf: LogClock.second(time.tv_sec))
    bytes.append(UInt8(ascii: "."))
    let thousandths = time.tv_nsec / 1_000_000
    for unit in [100, 10, 1] { bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: thousandths / unit % 10)) }
    bytes.append(UInt8(ascii: "Z"))
  }
}
