import DetectionCore
import JSON

/// Values by name that have been checked against their declarations: a request's parameters, or the members of one of
/// them that is an object.
protocol ParameterValues: Sendable {
  /// What the request itself gives; `null` where that is a value of the field.
  func given(_ name: String) -> JSONValue?
  /// What was given, or the default.
  func value(_ name: String) -> JSONValue
}

extension ParameterValues {
  /// Whether the request itself gives a value.
  func isGiven(_ name: String) -> Bool { given(name) != nil }
}
