import Testing

@testable import focald

@Suite struct FormatTests {
  @Test(arguments: [
    ("1", 1), ("65536", 65536), ("64KiB", 65536), ("256MiB", 268_435_456), ("1GiB", 1_073_741_824),
    ("32MB", 32_000_000), ("32mb", 32_000_000), ("1g", 1_000_000_000), ("2GB", 2_000_000_000), ("64k", 64_000),
    ("64kB", 64_000), ("64Ki", 65536), ("64kib", 65536), ("1gi", 1_073_741_824), ("7B", 7),
  ])
  func size_IsRead(_ text: String, _ bytes: Int) {
    #expect(ByteSize(1...(64 << 30)).read(text) == bytes)
  }

  @Test(arguments: [
    "", "0", "65GiB", "1.5GiB", "GiB", "-1", "+1", "1 MiB", "9223372036854775807GiB", "9223372036854775808", "mib", "٣",
    "1٣", "1TB", "1bb", "1iB", "1MBi", "1mm", "0x10", "1e3", "b",
  ])
  func size_IsRefused(_ text: String) {
    #expect(ByteSize(1...(64 << 30)).read(text) == nil)
  }

  @Test func size_IsWrittenInItsLargestUnit() {
    let format = ByteSize(0...(64 << 30))
    #expect([0, 1, 1024, 1025, 256 << 20, 1 << 30].map(format.write) == ["0", "1", "1KiB", "1025", "256MiB", "1GiB"])
  }

  @Test(arguments: [
    ("1ms", 1), ("500ms", 500), ("30s", 30_000), ("2m", 120_000), ("1h", 3_600_000), ("90m", 5_400_000),
  ])
  func time_IsRead(_ text: String, _ milliseconds: Int) {
    #expect(TimeSpan(.milliseconds(1) ... .seconds(86_400)).read(text) == .milliseconds(milliseconds))
  }

  @Test(arguments: ["", "30", "0s", "25h", "s", "ms", "1.5s", "-1s", "1 s", "1d", "9223372036854775807h"])
  func time_IsRefused(_ text: String) {
    #expect(TimeSpan(.milliseconds(1) ... .seconds(86_400)).read(text) == nil)
  }

  @Test func time_IsWrittenAsItIsRead() {
    let format = TimeSpan(.zero ... .seconds(86_400))
    for text in ["0s", "1ms", "1500ms", "30s", "60s", "1h", "24h"] {
      #expect(format.read(text).map(format.write) == text)
    }
  }

  @Test func number_HasARange() {
    let format = WholeNumber(1...64)
    #expect(
      ["1", "64", "0", "65", "1.0", "0x1", "", " 1", "1e1"].map(format.read) == [1, 64]
        + Array(repeating: nil, count: 7))
  }

  @Test func autoNumber_IsANumberOrAuto() {
    let format = WholeNumberOr("auto", 1...4)
    #expect(format.read("auto") == .some(nil))
    #expect(format.read("4") == 4)
    #expect(format.read("5") == nil)
    #expect(format.read("Auto") == nil)
  }

  @Test func words_AreExact() {
    #expect(Choice<LogFormat>().read("json") == .json)
    #expect(Choice<LogFormat>().read("auto") == .auto)
    #expect(Choice<LogFormat>().read("JSON") == nil)
    #expect(Choice<LogLevel>().permitted == "one of trace, debug, info, notice, warning, error, critical")
    #expect(["true", "false", "yes", "1"].map(TrueOrFalse().read) == [true, false, nil, nil])
    #expect(["::1", "", "a b", "a\n"].map(PlainText(what: "").read) == ["::1", nil, nil, nil])
  }
}
