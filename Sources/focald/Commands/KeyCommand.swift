import Access
import ArgumentParser
import Service
import Glibc

/// `focald key`: keys for clients.
struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "Make keys for clients.", subcommands: [New.self])

  /// `focald key new`: a key, which is shown once, and its line for the file of keys.
  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "new", abstract: "Make a key, and its line for the file that api_keys names.",
      discussion: """
        The line goes to standard output, so that `focald key new NAME >>keys` appends it. The key goes to standard \
        error, and is kept nowhere: the line has its hash only. A name may stand in several lines, so that a new key \
        can come before the old one goes.
        """)

    @Argument(help: "What log and quota call the client: letters, digits, . _ -")
    var name: String

    @Option(help: "What the key is good for, with commas between: families of operations, metrics, shared-memory.")
    var scopes: String?

    @Option(help: "What the client may have in place of the setting quota: 100/s,64MiB/s.")
    var quota: String?

    func run() throws {
      guard let secret = APIKey.makeSecret(), let digest = Digest(of: secret) else {
        writeToStandardError("focald: the cryptographic library gives no random bits\n")
        throw ExitCode.failure
      }
      var line = "\(name) \(KeyFile.hash(digest))"
      if let scopes { line += " scopes=\(scopes)" }
      if let quota { line += " quota=\(quota)" }
      do throws(KeyFile.Failure) {
        // As the server will read it.
        let keys = try KeyFile.keys(in: line, scopes: OperationDescription.scopes)
        guard keys.count == 1 else { throw KeyFile.Failure.empty }
      } catch {
        writeToStandardError("focald: \(error.reason)\n")
        throw ExitCode(EX_USAGE)
      }
      print(line)
      let isRead = isatty(STDERR_FILENO) == 1
      writeToStandardError((isRead ? "The key, which is shown this once: " : "") + secret + "\n")
    }
  }
}
