import ArgumentParser

/// `focald version`: the same as `focald --version`.
struct VersionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "version", abstract: "Print the version.")

  func run() { print(focaldVersion) }
}
