import ArgumentParser
import Service

/// `focald openapi`: prints the contract, which is `openapi.yaml`.
struct OpenAPICommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "openapi", abstract: "Print the contract of the HTTP interface, openapi.yaml.")

  func run() throws {
    guard let text = contractText() else { throw ExitCode.failure }
    print(text, terminator: "")
  }
}
