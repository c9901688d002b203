import ArgumentParser

/// `focald manual`: the manual page.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Print the manual page: focald manual | man -l -", shouldDisplay: false)

  func run() { print(ManualText.page(), terminator: "") }
}
