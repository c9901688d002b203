/// Another form, or the word `none`.
struct OrNone<Format: SettingFormat>: SettingFormat {
  let format: Format

  init(_ format: Format) { self.format = format }

  var permitted: String { "\(format.permitted), or none" }

  func read(_ text: String) -> Format.Value?? {
    if text == "none" { return .some(nil) }
    guard let value = format.read(text) else { return nil }
    return .some(value)
  }

  func write(_ value: Format.Value?) -> String { value.map { format.write($0) } ?? "none" }
}
