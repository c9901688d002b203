import Glibc
import Operations

/// Why the settings cannot be used: one line for the person who wrote them.
struct SettingError: Error, Equatable, CustomStringConvertible {
  /// The line.
  var description: String
  /// The program's exit status: EX_USAGE for a flag, EX_CONFIG for a file or a variable (sysexits.h).
  var status: Int32

  /// The value is not of the right form, or outside its range.
  static func unusable(_ given: GivenSetting, permitted: String) -> SettingError {
    SettingError(
      description: "\(given.key): \(quoted(given.text)) from \(given.source) is unusable; "
        + "permitted is \(permitted)",
      status: status(of: given.source))
  }

  /// No setting has this name.
  static func unknown(_ name: String, from source: SettingSource) -> SettingError {
    var names = Settings.all.map(\.key)
    if case .variable = source { names = Settings.all.map(\.variable) + [ConfigurationFile.variable] }
    var line = "\(source): there is no setting \(quoted(name))"
    if case .variable = source { line = "\(name): there is no such setting" }
    if let nearest = nearestName(to: name, among: names) { line += "; did you mean \(nearest)?" }
    return SettingError(description: line, status: status(of: source))
  }

  /// The configuration file as a whole cannot be used.
  static func file(_ path: String, line: Int? = nil, _ reason: String) -> SettingError {
    let place = line.map { "\(path):\($0)" } ?? path
    return SettingError(description: "\(place): \(reason)", status: EX_CONFIG)
  }

  /// The file that a setting names cannot be used.
  static func file(of setting: any SettingDeclaration, _ path: String, _ reason: String) -> SettingError {
    SettingError(description: "\(setting.key): \(path): \(reason)", status: EX_CONFIG)
  }

  /// A setting does not fit others.
  static func incomplete(_ setting: any SettingDeclaration, _ reason: String) -> SettingError {
    SettingError(description: "\(setting.key): \(reason)", status: EX_CONFIG)
  }

  private static func status(of source: SettingSource) -> Int32 {
    if case .flag = source { return EX_USAGE }
    return EX_CONFIG
  }

  /// The text in quotation marks, escaped so that it stays on its line.
  private static func quoted(_ text: String) -> String { text.debugDescription }
}
