import ArgumentParser
import Testing

@testable import focald

@Suite struct SettingFlagsTests {
  @Test func everySetting_HasItsFlag() throws {
    for setting in Settings.all {
      let flags = try SettingFlags.parse(["--\(setting.flag)", "some text"])
      let given = GivenSetting(key: setting.key, text: "some text", source: .flag(setting.flag))
      #expect(flags.statements == [given])
    }
  }

  @Test func help_TellsEverySettingAndItsDefault() {
    let help = SettingFlags.helpMessage(columns: 1000)
    for setting in Settings.all {
      #expect(help.contains("--\(setting.flag) <\(setting.flag)>"))
      #expect(help.contains("(default: \(setting.defaultText))"))
    }
  }

  @Test func settings_ComeFromAllThree() throws {
    let environment = ["FOCALD_CONFIG": committedFile, "FOCALD_PORT": "1", "FOCALD_DEADLINE": "1m"]
    let settings = try SettingFlags.parse(["--port", "2"]).settings(environment: environment)
    #expect(settings[Settings.port] == 2)
    #expect(settings[Settings.deadline] == .seconds(60))
    #expect(settings.source(of: Settings.host).description.hasPrefix(committedFile + ":"))
  }
}
