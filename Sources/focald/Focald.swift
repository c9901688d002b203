import ArgumentParser
import Glibc

/// The program.
@main
struct Focald: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "focald",
    abstract: "Object-detection losses and RetinaNet post-processing over HTTP.",
    version: focaldVersion,
    subcommands: [ServeCommand.self, HealthcheckCommand.self, OperationsCommand.self, OpenAPICommand.self, ConfigCommand.self],
    defaultSubcommand: ServeCommand.self)

  /// Runs the command line. What is wrong with a setting is told in one line, without a page of usage.
  static func main() {
    fillStandardDescriptors()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let error as SettingError {
      writeToStandardError("focald: \(error)\n")
      Glibc.exit(error.status)
    } catch {
      exit(withError: error)
    }
  }
}
