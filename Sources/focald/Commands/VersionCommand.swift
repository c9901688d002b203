import ArgumentParser
import Service

/// `focald version`: what `focald --version` says, and the processors this build is made for.
struct VersionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Print the version, and the processors it is built for.")

  func run() { print("\(focaldVersion) (\(BuildInformation.processor))") }
}
