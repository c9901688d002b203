import ArgumentParser
import Files
import Glibc
import HTTPMessages
import Operations
import Service

/// `focald call`: an operation without a server, with the bytes that the server would answer.
struct CallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "call",
    abstract: "Ask an operation, without a server.",
    discussion: """
      The request is read from standard input, or from a file; the answer goes to standard output, or to a file. A name \
      that ends in .safetensors means a tensor file, any other JSON. Decoding, answers and errors are those of \
      POST /v1/…: where the server would answer an error, the problem goes to standard error and the status is 1.

        focald call losses.focal <request.json
        focald call detections.retinanet --in heads.safetensors --set score_threshold=0.3 --out answer.safetensors
      """)

  @Argument(
    help: "The operation: losses.focal. `focald operations` lists them.",
    completion: .list(Registry.all.map(\.declaration.id)))
  var operation: String

  @Option(name: .customLong("in"), help: "A file with the request.", completion: .file())
  var input: String?

  @Option(name: .customLong("out"), help: "A file for the answer, which is written anew.", completion: .file())
  var output: String?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: "A parameter beside a tensor file, as often as needed: score_threshold=0.3.")
  var settings: [String] = []

  func validate() throws {
    _ = try settings.map(namedValue)
    guard Registry.named(operation) == nil else { return }
    let hint =
      nearestName(to: operation, among: Registry.all.map(\.declaration.id)).map { "; did you mean \($0)?" } ?? ""
    throw ValidationError("there is no operation \(operation.debugDescription)\(hint)")
  }

  func run() throws {
    let request = HTTPRequest(head: try head, body: try body())
    let clock = ProgressClock("computing \(operation)")
    let response = Service().respond(to: request)
    clock.stop()
    guard response.status == .ok else {
      for piece in response.pieces { _ = writeWhole(piece.bytes, to: STDERR_FILENO) }
      throw ExitCode(1)
    }
    try write(response.pieces)
  }

  /// What a client would send.
  private var head: HTTPRequestHead {
    get throws {
      var headers: HTTPHeaders = ["Content-Type": Self.mediaType(of: input)]
      headers["Accept"] = Self.mediaType(of: output)
      let query = try settings.map(namedValue)
      let path = Registry.named(operation)?.declaration.path ?? "/"
      return HTTPRequestHead(method: .post, path: path, query: query, headers: headers)
    }
  }

  private static func mediaType(of file: String?) -> String {
    file?.hasSuffix(".safetensors") == true ? "application/x-safetensors" : "application/json"
  }

  private func body() throws -> ByteBuffer {
    if input == nil, isatty(STDIN_FILENO) != 0 {
      writeToStandardError("focald: the request is read from standard input, up to Ctrl-D; --in names a file\n")
    }
    do throws(SystemError) {
      guard let input else { return try MappedFile.content(of: STDIN_FILENO) }
      return try MappedFile.content(of: input)
    } catch {
      throw failure(input ?? "standard input", error)
    }
  }

  private func write(_ pieces: [ByteBuffer]) throws {
    guard let output else {
      for piece in pieces where !writeWhole(piece.bytes, to: STDOUT_FILENO) {
        throw failure("standard output", SystemError(errno))
      }
      return
    }
    let file = open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw failure(output, SystemError(errno)) }
    defer { close(file) }
    for piece in pieces where !writeWhole(piece.bytes, to: file) { throw failure(output, SystemError(errno)) }
  }

  private func failure(_ place: String, _ error: SystemError) -> ExitCode {
    writeToStandardError("focald: \(place): \(error)\n")
    return ExitCode(1)
  }
}
