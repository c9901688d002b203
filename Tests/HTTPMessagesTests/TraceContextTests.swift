import HTTPMessages
import Testing

@Suite struct TraceContextTests {
  private let span: UInt64 = 0x00f0_67aa_0ba9_02b8

  /// The standard's own example.
  @Test func trace_OfTheCallerGoesOn() {
    let trace = TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", span: span)
    #expect(
      trace?.traceID == "4bf92f3577b34da6a3ce929d0e0e4736" && trace?.spanID == "00f067aa0ba902b8"
        && trace?.isSampled == true)
    #expect(trace?.header == "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b8-01")
  }

  /// W3C Trace Context §3.2.2, and its test suite's rows.
  @Test(arguments: [
    "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
    "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
    "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
    "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-011",
    "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "0g-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
    "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ",
  ])
  func malformed_OnesBeginANewTrace(_ header: String) { #expect(TraceContext(header, span: span) == nil) }

  @Test func later_VersionsMayAddToIt() {
    for end in ["", "-what", "-"] {
      let trace = TraceContext("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03" + end, span: span)
      #expect(trace?.isSampled == true && trace?.header.hasPrefix("00-") == true)
    }
    #expect(TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-02", span: span)?.isSampled == false)
  }

  @Test func hexadecimalText_IsThatOfTheStandardLibrary() {
    let values =
      [0, 1, 9, 10, 15, 16, UInt64.max, 0x0123_4567_89AB_CDEF] + (0..<1000).map { _ in UInt64.random(in: 0 ... .max) }
    for value in values {
      let text = String(unsafeUninitializedCapacity: 16) { text in
        writeHex(value, to: text.baseAddress)
        return 16
      }
      let digits = String(value, radix: 16)
      #expect(text == String(repeating: "0", count: 16 - digits.count) + digits)
    }
  }
}
