import Testing

@testable import focald

@Suite struct SettingsTests {
  private let environment = ["PATH": "/bin", "FOCALD_PORT": "2000", "FOCALD_WORKERS": "3"]
  private let file = "port: 1000\nworkers: 2\n\ndeadline: 5s\n"

  @Test func defaults_NeedNothing() throws {
    let settings = try Settings([])
    #expect(settings[Settings.host] == "127.0.0.1")
    #expect(settings[Settings.port] == 8080)
    #expect(settings[Settings.workers] == nil)
    #expect(settings[Settings.bodyLimit] == 268_435_456)
    #expect(settings[Settings.deadline] == .seconds(30))
    #expect(settings.source(of: Settings.port) == .builtIn)
  }

  @Test func declarations_TakeTheirOwnDefaults() {
    for setting in Settings.all { #expect(setting.takes(setting.defaultText), "\(setting.key)") }
    #expect(Set(Settings.all.map(\.key)).count == Settings.all.count)
  }

  @Test func precedence_DefaultsFileEnvironmentFlags() throws {
    let flags = [GivenSetting(key: "port", text: "3000", source: .flag("port"))]
    let settings = try Settings(
      ConfigurationFile.statements(in: file, path: "f.yaml") + EnvironmentSource.statements(in: environment) + flags)
    #expect(settings[Settings.port] == 3000)
    #expect(settings[Settings.workers] == 3)
    #expect(settings[Settings.deadline] == .seconds(5))
    #expect(settings[Settings.queueLength] == 256)
    #expect(settings.source(of: Settings.port).description == "--port")
    #expect(settings.source(of: Settings.workers).description == "FOCALD_WORKERS")
    #expect(settings.source(of: Settings.deadline).description == "f.yaml:4")
    #expect(settings.source(of: Settings.queueLength).description == "default")
  }

  @Test func unusableValue_IsNamedWithSourceAndRange() {
    let given = GivenSetting(key: "io_threads", text: "99", source: .variable("FOCALD_IO_THREADS"))
    let error = #expect(throws: SettingError.self) { try Settings([given]) }
    let message = "io_threads: \"99\" from FOCALD_IO_THREADS is unusable; permitted is a whole number from 1 to 64"
    #expect(error?.description == message)
    #expect(error?.status == 78)
  }

  @Test func unusableValue_IsFoundEvenWhereItIsOverruled() {
    let given = [
      GivenSetting(key: "port", text: "x", source: .file(path: "f.yaml", line: 1)),
      GivenSetting(key: "port", text: "1", source: .flag("port")),
    ]
    let error = #expect(throws: SettingError.self) { try Settings(given) }
    #expect(error?.description.hasPrefix("port: \"x\" from f.yaml:1 is unusable") == true)
  }

  @Test func unusableFlag_IsAUsageError() {
    let given = GivenSetting(key: "port", text: "65536", source: .flag("port"))
    #expect(
      throws: SettingError(
        description: "port: \"65536\" from --port is unusable; permitted is a whole number from 0 to 65535", status: 64)
    ) { try Settings([given]) }
  }

  @Test func message_StaysOnItsLine() {
    let given = GivenSetting(key: "port", text: "1\n2\u{1B}[31m", source: .variable("FOCALD_PORT"))
    let error = #expect(throws: SettingError.self) { try Settings([given]) }
    #expect(error?.description.contains("\n") == false)
    #expect(error?.description.contains("\u{1B}") == false)
  }
}
