import Glibc
import Operations

/// The words of the command line, before the commands read them.
enum CommandLineWords {
  /// The words with the command in front, where the flags of a setting precede it: `--config F config`. A word that
  /// stands where a command should, and is none, gets the nearest one's name.
  static func ordered(_ words: [String], commands: [String]) throws(CommandLineError) -> [String] {
    guard let position = commandPosition(in: words) else { return words }
    let command = words[position]
    guard commands.contains(command) else { throw CommandLineError(unknown: command, commands: commands) }
    var ordered = words
    ordered.remove(at: position)
    return [command] + ordered
  }

  /// Where the first word stands that is neither a setting's flag nor its value. `nil` where there is none, or where an
  /// unknown flag comes before it: that one is the mistake.
  private static func commandPosition(in words: [String]) -> Int? {
    let settings = Set(Settings.all.map { "--" + $0.flag } + ["--config"])
    var position = 0
    while position < words.count {
      let word = words[position]
      if settings.contains(word) {
        position += 2
      } else if word.hasPrefix("-") {
        guard let flag = word.split(separator: "=").first, word.contains("="), settings.contains(String(flag)) else {
          return nil
        }
        position += 1
      } else {
        return position
      }
    }
    return nil
  }
}
