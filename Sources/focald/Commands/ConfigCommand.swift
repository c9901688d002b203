import ArgumentParser

/// `focald config`: the settings in force. What it prints can be used as a configuration file.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Print the settings in force and where each came from.")

  @Flag(help: "Print a configuration file with every default and its explanation instead.")
  var template = false

  @Flag(help: "Print docs/configuration.md instead.")
  var markdown = false

  @OptionGroup(title: "Settings") var flags: SettingFlags

  func run() throws {
    if markdown { return print(ConfigurationText.markdown(), terminator: "") }
    print(template ? ConfigurationText.template() : ConfigurationText.inForce(try flags.settings()), terminator: "")
  }
}
