import Glibc
import YAMLReader

/// The configuration file: one flat mapping from keys to values. Everything YAML is in this file.
enum ConfigurationFile {
  /// The environment variable that names the file; it is not a setting itself.
  static let variable = Settings.variablePrefix + "CONFIG"
  /// Read if it is there and no other file is named. Nothing in the working directory is ever read unasked.
  static let implicitPath = "/etc/focald/focald.yaml"

  /// The file to read: the flag's, else the environment's, else the implicit one if it is there.
  static func path(flag: String?, environment: [String: String]) -> String? {
    if let named = flag ?? environment[variable] { return named }
    return access(implicitPath, F_OK) == 0 ? implicitPath : nil
  }

  /// The statements in the file at `path`.
  static func statements(at path: String) throws(SettingError) -> [GivenSetting] {
    let text: String
    do {
      text = try readFile(path)
    } catch {
      throw .file(path, "cannot be read: \(error)")
    }
    return try statements(in: text, path: path)
  }

  /// The statements in a file's text.
  static func statements(in text: String, path: String) throws(SettingError) -> [GivenSetting] {
    let root: YAMLNode
    do {
      root = try YAMLNode.parse(text)
    } catch {
      throw .file(path, line: error.line, error.sentence)
    }
    if case .null = root { return [] }
    guard case .mapping(let entries) = root else { throw .file(path, "must hold `key: value` lines") }
    var statements: [GivenSetting] = []
    for entry in entries {
      guard let value = scalarText(entry.value) else {
        throw .file(path, line: entry.line, "\(entry.key) must have one plain value")
      }
      statements.append(GivenSetting(key: entry.key, text: value, source: .file(path: path, line: entry.line)))
    }
    return statements
  }

  private static func scalarText(_ node: YAMLNode) -> String? {
    switch node {
    case .bool(let value): String(value)
    case .int(let value): String(value)
    case .double(let value): String(value)
    case .string(let value): value
    default: nil
    }
  }
}
