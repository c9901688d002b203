import Foundation
import HTTPMessages
import Logging
import Testing

@testable import focald

@Suite struct LogLineTests {
  // 2026-01-02T03:04:05.678Z: 20455 days, 3 h, 4 min, 5 s after 1970.
  private let time = Date(timeIntervalSince1970: 20_455 * 86_400 + 11_045.678_901)

  private func line(_ message: String, _ fields: Logger.Metadata = [:], as format: LineFormat = .json) -> String {
    LogLine(time: time, level: .info, message: message, fields: fields).text(as: format)
  }

  @Test func json_IsOneFlatObject() {
    let fields: Logger.Metadata = [
      "path": "/v1", "status": .stringConvertible(200), "duration_ms": .stringConvertible(1.25),
      "client_went_away": .stringConvertible(true), "list": ["a", "b"], "map": ["k": "v"],
    ]
    let start = #"{"time":"2026-01-02T03:04:05.678Z","level":"info","message":"request","client_went_away":true,"#
    let rest = #""duration_ms":1.25,"list":["a","b"],"map":{"k":"v"},"path":"/v1","status":200}"#
    #expect(line("request", fields) == start + rest + "\n")
  }

  @Test func json_EscapesWhatItMust() throws {
    let wild = "\"\\\n\r\t\u{0}\u{1B}[31m\u{7F}\u{2028}é🙂\u{FFFD}"
    let text = line(wild, ["key\"\n": .string(wild), "nan": .stringConvertible(Double.nan)])
    #expect(text.filter { $0.isNewline } == "\n")
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: String]
    #expect(object?["message"] == wild)
    #expect(object?["key\"\n"] == wild)
    #expect(object?["nan"] == "nan")
  }

  @Test func json_HasNoKeyTwice() {
    let text = line("m", ["time": "t", "level": "l", "message": "x"])
    #expect(text.hasSuffix(#""message":"m","level_":"l","message_":"x","time_":"t"}"# + "\n"))
  }

  @Test func text_IsForPeople() {
    let fields: Logger.Metadata = ["path": "/v1", "why": "two words", "none": "", "trick": "a=\u{1B}[31m"]
    let expected =
      #"2026-01-02T03:04:05.678Z info     hello there none="" path=/v1 trick="a=\u{1B}[31m" why="two words""#
    #expect(line("hello there", fields, as: .text) == expected + "\n")
    #expect(line("two\nlines", as: .text).hasSuffix(#" "two\nlines""# + "\n"))
  }

  @Test func handler_WritesOneLineAMessageFromItsLevelOn() {
    let lines = Lock<[String]>([])
    var handler = LineLogHandler(level: .warning, format: .json) { text in lines.withLock { $0.append(text) } }
    handler[metadataKey: "a"] = "handler"
    handler[metadataKey: "b"] = "handler"
    let frozen = handler
    let log = Logger(label: "test") { _ in frozen }
    log.info("not this")
    log.warning("this", metadata: ["b": "message"])
    let written = lines.withLock { $0 }
    #expect(written.count == 1)
    #expect(
      written.first?.hasSuffix(#""level":"warning","message":"this","a":"handler","b":"message"}"# + "\n") == true)
  }

  @Test func automaticFormat_IsTextAtATerminalAlone() {
    #expect(Settings.logFormat.initial == .auto)
    #expect(LogFormat.auto.lines(isTerminal: true) == .text && LogFormat.auto.lines(isTerminal: false) == .json)
    for isTerminal in [true, false] {
      #expect(LogFormat.json.lines(isTerminal: isTerminal) == .json)
      #expect(LogFormat.text.lines(isTerminal: isTerminal) == .text)
    }
  }

  @Test func timestamp_PadsItsParts() {
    func timestamp(_ seconds: Double) -> String {
      let line = LogLine(time: Date(timeIntervalSince1970: seconds), level: .info, message: "m", fields: [:])
      return String(line.text(as: .text).prefix { $0 != " " })
    }
    #expect(timestamp(0.001) == "1970-01-01T00:00:00.001Z")
    #expect(timestamp(951_782_400) == "2000-02-29T00:00:00.000Z")
    #expect(timestamp(1.9999) == "1970-01-01T00:00:01.999Z")
  }
}
