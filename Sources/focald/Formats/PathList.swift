/// Paths of files or folders, without spaces: `a.safetensors, networks`.
struct PathList: SettingFormat {
  var permitted: String { "paths of files or folders, with commas between them" }

  func read(_ text: String) -> [String]? {
    let paths = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      String(part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
    return paths.allSatisfy { !$0.isEmpty && !$0.contains(where: \.isWhitespace) } ? paths : nil
  }

  func write(_ value: [String]) -> String { value.joined(separator: ",") }
}
