import ArgumentParser
import Glibc
import Service

/// The program.
@main
struct Focald: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "focald",
    // Nothing here may need the registry: every command would wait until all operations have been made.
    abstract: "\(BuildInformation.summary).",
    version: focaldVersion,
    subcommands: [
      ServeCommand.self, HealthcheckCommand.self, OperationsCommand.self, CallCommand.self, EvaluateCommand.self,
      DetectCommand.self,
      OpenAPICommand.self,
      ConfigCommand.self, KeyCommand.self,
      VersionCommand.self, ManualCommand.self,
    ],
    defaultSubcommand: ServeCommand.self)

  /// The names of the commands; `help` is the parser's.
  static let commands = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]

  /// Runs the command line. A mistake in it, or in a setting, gets one line without a page of usage.
  static func main() {
    fillStandardDescriptors()
    do {
      let words = try CommandLineWords.ordered(Array(CommandLine.arguments.dropFirst()), commands: commands)
      var command = try parseAsRoot(words)
      try command.run()
    } catch let error as SettingError {
      writeToStandardError("focald: \(error)\n")
      Glibc.exit(error.status)
    } catch let error as CommandLineError {
      writeToStandardError("focald: \(error)\n")
      Glibc.exit(error.status)
    } catch {
      exit(withError: error)
    }
  }
}
