import Testing

@testable import focald

/// The manual page.
@Suite struct ManualTextTests {
  private let lines = ManualText.page().split(separator: "\n")

  @Test func page_HasEveryCommandAndSetting() {
    for command in Focald.commands where !["manual", "help"].contains(command) {
      #expect(lines.contains(".B \(command)"), "\(command)")
    }
    for setting in Settings.all { #expect(lines.contains { $0.hasPrefix(".BR \(setting.key) ") }, "\(setting.key)") }
    #expect(lines.contains(".B key new"))
  }

  /// A line that begins with a dot is a request of man(7); no text becomes one, and no minus a hyphen.
  @Test func page_HasNoOtherRequests() {
    let requests = Set("TH SH TP B BR BI RB RI I IR IP PP nf fi br \\\"".split(separator: " "))
    for line in lines where line.hasPrefix(".") {
      #expect(requests.contains(line.dropFirst().prefix { $0 != " " }), "\(line)")
    }
    for line in lines where !line.hasPrefix(".") {
      let hasHyphen = zip(line, line.dropFirst()).contains { $0 != "\\" && $1 == "-" }
      #expect(!line.hasPrefix("'") && !hasHyphen, "\(line)")
    }
  }
}
