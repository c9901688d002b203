/// Settings written as a configuration file.
enum ConfigurationText {
  /// Each setting in force, and where it came from: `port: 9000  # FOCALD_PORT`.
  static func inForce(_ settings: Settings) -> String {
    let lines = Settings.all.map { ("\($0.key): \(scalar(settings.text(of: $0)))", settings.source(of: $0)) }
    let width = lines.map(\.0.count).max() ?? 0
    return lines.map { line, source in
      "\(line)\(String(repeating: " ", count: width - line.count))  # \(source)\n"
    }.joined()
  }

  /// A file with every setting at its default, explained.
  static func template() -> String {
    heading + Settings.all.map(paragraph).joined()
  }

  private static let heading = """
    # focald's settings. Each stands here with its default; what is left out keeps it.
    #
    # `focald --config PATH` or FOCALD_CONFIG=PATH reads such a file; unasked, focald reads /etc/focald/focald.yaml
    # if it is there. An environment variable overrules the file, a flag overrules both. `focald config` prints
    # what is in force and where it came from. A name or a value that cannot be used is an error at start.
    #
    # Sizes: 65536, 64KiB, 256MiB, 1GiB, or 32MB, which is 32,000,000 bytes. Times: 500ms, 30s, 2m, 1h.

    """

  private static func paragraph(_ setting: any SettingDeclaration) -> String {
    let doc = setting.doc.split(separator: "\n").map { "# \($0)\n" }.joined()
    return """

      \(doc)# Permitted: \(setting.permitted).
      # \(setting.variable), --\(setting.flag)
      \(setting.key): \(scalar(setting.defaultText))

      """
  }

  /// The text as YAML reads it back: plain where that is safe, else between double quotation marks.
  private static func scalar(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == ".")
    }
    guard !isPlain else { return text }
    var quoted = ""
    quoted.appendJSON(text)
    return quoted
  }
}
