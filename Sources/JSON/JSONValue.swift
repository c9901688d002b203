package import DetectionCore

/// A JSON text's value, before its meaning is asked for.
package enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  /// A rectangular, non-empty, nested array of numbers: rank ≥ 1, every extent ≥ 1.
  case numbers(Tensor<Double>)
  /// Any other array: empty, of mixed kinds, ragged.
  case array([JSONValue])
  case object(JSONObject)

  /// How a message calls it: "a number", "an array".
  package var kindName: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .numbers, .array: "an array"
    case .object: "an object"
    }
  }

  /// The member of that name, if this is an object that has one.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let object) = self else { return nil }
    return object[key]
  }
}
