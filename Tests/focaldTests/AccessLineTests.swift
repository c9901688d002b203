import Foundation
import Glibc
import HTTPMessages
import Logging
import Testing

@testable import HTTPServer
@testable import focald

@Suite struct AccessLineTests {
  private let wild = "\"\\\n\t\u{7F}\u{2028}é🙂/%20"

  private func record(_ number: Int) -> HTTPExchangeRecord {
    func every(_ step: Int) -> Bool { number % step == 0 }
    let trace = every(2) ? TraceContext(traceID: String(repeating: "a", count: 32), span: 0x0123_4567_89ab_cdef) : nil
    let head = HTTPRequestHead(
      method: HTTPMethod(rawValue: every(3) ? "POST" : "GET"), path: every(5) ? "/" + wild : "/v1/losses/focal",
      id: "id-\(number)", trace: trace)
    let address = every(7) ? nil : IPAddress(every(2) ? "192.0.2.\(number % 256)" : "2001:db8::\(number)")
    let client =
      switch number % 4 {
      case 0: HTTPClient(address: address, identity: .key(wild))
      case 1: HTTPClient(address: address, identity: .certificate("CN=\(wild)"))
      default: HTTPClient(address: address)
      }
    return HTTPExchangeRecord(
      client: client, head: head, statusCode: every(11) ? nil : 200 + number,
      route: every(3) ? "/v1/losses/{name}" : nil,
      model: every(4) ? "losses.focal" : nil, queueWait: nil, workerTime: nil, bytesIn: number * 1_000_003,
      bytesOut: number, duration: .nanoseconds(number * number * 7919), clientWentAway: every(6))
  }

  /// It is the log's own line, only written faster.
  @Test func json_IsWhatTheLogMakesOfTheFields() throws {
    for number in 0..<1000 {
      let record = record(number)
      // Whole milliseconds, as a Date holds them exactly enough.
      let time = timespec(tv_sec: 1_767_323_045 + number * 86_413, tv_nsec: number % 1000 * 1_000_000)
      let date = Date(timeIntervalSince1970: Double(time.tv_sec) + (Double(number % 1000) + 0.5) / 1000)
      let expected = LogLine(time: date, level: .info, message: "request", fields: AccessLog.fields(of: record))
      #expect(AccessLine.json(of: record, at: time) == expected.text(as: .json))
    }
  }

  @Test func log_BelowItsLevel_WritesNothing() {
    let lines = Lock<[String]>([])
    for level in [LogLevel.info, .warning] {
      let log = Logger(label: "test") { _ in LineLogHandler(level: level, format: .json) { _ in } }
      AccessLog(log: log) { text in lines.withLock { $0.append(text) } }.ended(record(1))
    }
    #expect(lines.withLock { $0 }.count == 1)
  }
}
