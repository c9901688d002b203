/// The settings in force, each with where it came from.
struct Settings: Sendable {
  /// What was said about settings, by key; what is absent has its default.
  private var given: [String: GivenSetting] = [:]

  /// The defaults.
  init() {}

  /// The defaults, overruled by `statements` in their order: a later one wins. Every one is checked, the overruled
  /// ones too.
  init(_ statements: [GivenSetting]) throws(SettingError) {
    for statement in statements {
      guard let setting = Self.all.first(where: { $0.key == statement.key }) else {
        throw .unknown(statement.key, from: statement.source)
      }
      guard setting.takes(statement.text) else { throw .unusable(statement, permitted: setting.permitted) }
      given[statement.key] = statement
    }
  }

  /// The value of a setting: `settings[Settings.port]`.
  subscript<Format>(_ setting: Setting<Format>) -> Format.Value {
    guard let text = given[setting.key]?.text else { return setting.initial }
    return setting.format.read(text) ?? setting.initial
  }

  /// A setting's value as it was written.
  func text(of setting: any SettingDeclaration) -> String {
    given[setting.key]?.text ?? setting.defaultText
  }

  /// Where a setting's value came from.
  func source(of setting: any SettingDeclaration) -> SettingSource {
    given[setting.key]?.source ?? .builtIn
  }
}
