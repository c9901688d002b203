import ArgumentParser
import Files
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

        focald detect --network shapes --set score_threshold=0.3 --svg out/ a.jpg b.png
      """)

  @Option(help: "The network: a safetensors file, or the name of one that FOCALD_NETWORKS lists.", completion: .file())
  var network: String

  @Option(
    name: .customLong("set"), parsing: .singleValue, help: "A parameter, as often as needed: score_threshold=0.3.")
  var settings: [String] = []

  @Option(help: "A folder for drawings: each picture with its boxes and names, as NAME.svg.", completion: .directory)
  var svg: String?

  @Argument(help: "Pictures: JPEG, PNG or WebP.", completion: .file())
  var pictures: [String]

  func validate() throws { _ = try settings.map(namedValue) }

  func run() throws {
    let clock = ProgressClock("loading \(network)")
    defer { clock.stop() }
    let call = try LocalNetwork(loaded(), settings.map(namedValue))
    let drawings = try svg.map(DrawingFolder.init)
    var isComplete = true
    for (number, path) in pictures.enumerated() {
      clock.say("\(path), \(number + 1) of \(pictures.count)")
      do {
        let found = try call.detect(MappedFile.content(of: path), named: path)
        try drawings?.write(found.drawing(), of: path)
        guard writeWhole(found.line.bytes, to: STDOUT_FILENO) else { throw ExitCode(1) }
      } catch let error as SystemError {
        isComplete = Self.complain("\(path): \(error)")
      } catch let error as LocalFailure {
        for fault in error.faults { isComplete = Self.complain("\(path): \(fault.detail)") }
      }
    }
    clock.stop()
    if !isComplete { throw ExitCode(1) }
  }

  private func loaded() throws -> Network {
    do {
      return try Network(path: NetworkFiles.named(network), on: NetworkThread(processors: usableProcessors()))
    } catch {
      _ = Self.complain("\(error)")
      throw ExitCode(1)
    }
  }

  /// Says what is wrong. False, for what is not complete then.
  private static func complain(_ words: String) -> Bool {
    writeToStandardError("focald: \(words)\n")
    return false
  }
}
