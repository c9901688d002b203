/// Where a value came from.
enum SettingSource: Sendable, Equatable, CustomStringConvertible {
  case builtIn
  case file(path: String, line: Int)
  case variable(String)
  case flag(String)

  var description: String {
    switch self {
    case .builtIn: "default"
    case .file(let path, let line): "\(path):\(line)"
    case .variable(let name): name
    case .flag(let name): "--\(name)"
    }
  }
}
