import DetectionCore
package import JSON

/// A field's value in a library.
package struct Setting: Sendable {
  /// As in ``Decision``.
  package let field: String
  package let value: JSONValue
  /// What must hold for the library to take it.
  private(set) package var conditions: [Condition] = []

  init(field: String, value: JSONValue) {
    self.field = field
    self.value = value
  }

  /// The setting as one of some requests.
  func only(_ conditions: Condition...) -> Setting {
    var setting = self
    setting.conditions += conditions
    return setting
  }
}
