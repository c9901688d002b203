import FoundationEssentials

/// What the environment says about settings.
enum EnvironmentSource {
  /// The environment of this process.
  static var current: [String: String] { ProcessInfo.processInfo.environment }

  /// The statements in `environment`, by name. A variable that begins with our prefix and is no setting is one too:
  /// it is refused with the others that cannot be used.
  static func statements(in environment: [String: String]) -> [GivenSetting] {
    let ours = environment.filter { name, value in
      name.hasPrefix(Settings.variablePrefix) && name != ConfigurationFile.variable
        && !isServiceLink(name, value)
    }
    return ours.sorted { $0.key < $1.key }.map { name, value in
      let key = Settings.all.first { $0.variable == name }?.key ?? name
      return GivenSetting(key: key, text: value, source: .variable(name))
    }
  }

  /// Whether Kubernetes put this variable here. A service named `focald` or `focald-…` gives every pod beside it
  /// `FOCALD_SERVICE_HOST`, `FOCALD_SERVICE_PORT…`, `FOCALD_PORT=tcp://10.0.0.1:80` and `FOCALD_PORT_80_TCP…`;
  /// none of them is meant for us:
  /// https://kubernetes.io/docs/tutorials/services/connect-applications-service/#environment-variables
  private static func isServiceLink(_ name: String, _ value: String) -> Bool {
    let words = name.split(separator: "_")
    for (word, next) in zip(words, words.dropFirst()) {
      if word == "SERVICE" && (next == "HOST" || next == "PORT") { return true }
      if word == "PORT" && Int(next) != nil { return true }
    }
    return words.last == "PORT" && value.hasPrefix("tcp://")
  }
}
