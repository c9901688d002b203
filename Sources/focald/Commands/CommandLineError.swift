import Glibc
import Operations

/// A command line that cannot be used: one line for the person who wrote it.
struct CommandLineError: Error, Equatable, CustomStringConvertible {
  /// The line.
  let description: String
  /// The program's exit status (sysexits.h).
  let status = EX_USAGE

  /// There is no command of this name.
  init(unknown command: String, commands: [String]) {
    let advice = nearestName(to: command, among: commands).map { "did you mean \($0)?" } ?? "focald --help lists them"
    description = "there is no command \(command.debugDescription); \(advice)"
  }
}
