import HTTPMessages
import HTTPServer
import Logging

/// One line for each request when it is over.
struct AccessLog: HTTPServerObserver {
  let log: Logger
  /// Where lines of JSON go, past the log; nil: lines are for people.
  var write: (@Sendable (String) -> Void)?

  func began(_ head: HTTPRequestHead) {}

  func ended(_ record: HTTPExchangeRecord) {
    guard let write else { return log.info("request", metadata: Self.fields(of: record)) }
    if log.logLevel <= .info { write(AccessLine.json(of: record, at: LogClock.now)) }
  }

  /// What is said of a request. Without a status no answer was ready when the client left.
  static func fields(of record: HTTPExchangeRecord) -> Logger.Metadata {
    var fields: Logger.Metadata = [
      "method": .string(record.head.method.rawValue), "path": .string(record.head.path),
      "duration_ms": .stringConvertible(milliseconds(record.duration)),
      "bytes_in": .stringConvertible(record.bytesIn), "bytes_out": .stringConvertible(record.bytesOut),
      "request_id": .string(record.head.id),
    ]
    if let status = record.statusCode { fields["status"] = .stringConvertible(status) }
    if let route = record.route { fields["route"] = .string(route) }
    if let model = record.model { fields["model"] = .string(model) }
    if let trace = record.head.trace {
      fields["trace_id"] = .string(trace.traceID)
      fields["span_id"] = .string(trace.spanID)
    }
    if let address = record.client.address { fields["client"] = .string(address.description) }
    switch record.client.identity {
    case .key(let name): fields["key"] = .string(name)
    case .certificate(let name): fields["certificate"] = .string(name)
    case .address, .local: break
    }
    if record.clientWentAway { fields["client_went_away"] = .stringConvertible(true) }
    return fields
  }

  /// Milliseconds, to the microsecond.
  static func milliseconds(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    return Double(microseconds) / 1000
  }
}
