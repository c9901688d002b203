import ArgumentParser
import Glibc
import HTTPMessages
import JSON
import Network
import Operations
import Service

/// `focald detect`: boxes in pictures, without a server.
struct DetectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detect",
    abstract: "Find objects in pictures by a network, without a server.",
    discussion: """
      Prints a line of JSON per picture: its file, and what POST /v1/networks/NAME/detect answers for it. A picture that \
      cannot be read gets a line on standard error, and the status is then 1.
      """)

  @Option(help: "The network, a safetensors file.")
  var network: String

  @Option(
    name: .customLong("set"), parsing: .singleValue, help: "A parameter, as often as needed: score_threshold=0.3.")
  var settings: [String] = []

  @Argument(help: "Pictures: JPEG, PNG or WebP.")
  var pictures: [String]

  func run() throws {
    let call = try LocalNetwork(loaded(), settings.map(namedValue))
    var isComplete = true
    for path in pictures {
      do {
        let line = try call.detect(MappedFile.content(of: path), named: path)
        guard writeWhole(line.bytes, to: STDOUT_FILENO) else { throw ExitCode(1) }
      } catch let error as SystemError {
        isComplete = Self.complain("\(path): \(error)")
      } catch let error as LocalFailure {
        for fault in error.faults { isComplete = Self.complain("\(path): \(fault.detail)") }
      }
    }
    if !isComplete { throw ExitCode(1) }
  }

  private func loaded() throws -> Network {
    let clock = ProgressClock("loading \(network)")
    defer { clock.stop() }
    do throws(NetworkError) {
      return try Network(path: network, on: NetworkThread(processors: usableProcessors()))
    } catch {
      clock.stop()
      _ = Self.complain(error.description)
      throw ExitCode(1)
    }
  }

  /// Says what is wrong. False, for what is not complete then.
  private static func complain(_ words: String) -> Bool {
    writeToStandardError("focald: \(words)\n")
    return false
  }
}
