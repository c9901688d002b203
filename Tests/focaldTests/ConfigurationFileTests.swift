import Testing

@testable import focald

/// Where the repository is.
let repositoryRoot = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
/// Its configuration file.
let committedFile = repositoryRoot + "/config/focald.yaml"

@Suite struct ConfigurationFileTests {
  private func error(in text: String) -> SettingError? {
    #expect(throws: SettingError.self) { try Settings(ConfigurationFile.statements(in: text, path: "f.yaml")) }
  }

  /// `focald config --template >config/focald.yaml` makes it equal again.
  @Test func committedFile_IsWhatTheDeclarationsSay() throws {
    let text = try readFile(committedFile)
    #expect(text == ConfigurationText.template())
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 120 })
  }

  @Test func template_HoldsEverySettingAtItsDefault() throws {
    let statements = try ConfigurationFile.statements(in: ConfigurationText.template(), path: "f.yaml")
    #expect(statements.map(\.key) == Settings.all.map(\.key))
    #expect(statements.map(\.text) == Settings.all.map(\.defaultText))
  }

  @Test func printedConfiguration_ReadsBack() throws {
    let given = [
      GivenSetting(key: "host", text: "::1", source: .flag("host")),
      GivenSetting(key: "body_limit", text: "4GiB", source: .flag("body-limit")),
    ]
    let printed = ConfigurationText.inForce(try Settings(given))
    #expect(printed.hasPrefix("host: \"::1\""))
    #expect(printed.contains("# --body-limit\n"))
    let again = try Settings(ConfigurationFile.statements(in: printed, path: "f.yaml"))
    for setting in Settings.all { #expect(again.text(of: setting) == (try Settings(given)).text(of: setting)) }
  }

  @Test func unknownKey_IsNamedWithItsLine() {
    let wrong = error(in: "port: 1\nqueue_lenght: 2\n")
    #expect(wrong?.description == "f.yaml:2: there is no setting \"queue_lenght\"; did you mean queue_length?")
    #expect(wrong?.status == 78)
  }

  @Test func badFiles_AreRefused() {
    #expect(error(in: "port: 1\nport: 2\n") != nil)
    #expect(error(in: "port:\n")?.description == "f.yaml:1: port must have one plain value")
    #expect(error(in: "port: [1]\n")?.description == "f.yaml:1: port must have one plain value")
    #expect(error(in: "- port\n")?.description == "f.yaml: must hold `key: value` lines")
    #expect(error(in: "port: '\n")?.description.hasPrefix("f.yaml") == true)
    #expect(error(in: "access_log: maybe\n") != nil)
  }

  @Test func emptyFile_SaysNothing() throws {
    #expect(try ConfigurationFile.statements(in: "# nothing\n", path: "f.yaml").isEmpty)
  }

  @Test func missingFile_IsAnError() {
    let error = #expect(throws: SettingError.self) { try ConfigurationFile.statements(at: "/no/such/file") }
    #expect(error?.description == "/no/such/file: cannot be read: No such file or directory")
  }

  @Test func path_FlagBeforeEnvironment() {
    let environment = ["FOCALD_CONFIG": "e.yaml"]
    #expect(ConfigurationFile.path(flag: "f.yaml", environment: environment) == "f.yaml")
    #expect(ConfigurationFile.path(flag: nil, environment: environment) == "e.yaml")
  }
}
