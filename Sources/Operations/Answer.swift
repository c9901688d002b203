import DetectionCore
import Evaluation
package import JSON

/// What an operation answers: named values in order.
package struct Answer: Sendable {
  /// A value of an answer.
  package enum Value: Sendable {
    case tensor(AnyTensor)
    case integer(Int)
    case object([Field])
    /// An object of lists of one length: a row an entry.
    case columns([Field])
    case list([Value])
    /// Objects that are not one for each image.
    case rows([Value])
    case number(Double)
    case text(String)
    /// A field of the request.
    case json(JSONValue)
    /// A text for each row.
    case texts([String])
    case null

    /// A number, rounded to the precision of the request.
    static func number<S: Scalar>(_ number: Double, as scalar: S.Type) -> Value {
      S.self == Double.self
        ? .number(number) : .tensor(AnyTensor(Tensor<S>(shape: .scalar, repeating: S(number))))
    }

    /// An id.
    init(_ id: RecordID) {
      switch id {
      case .integer(let id): self = .integer(Int(id))
      case .text(let id): self = .text(id)
      }
    }
  }

  /// A named value.
  package struct Field: Sendable {
    package let name: String
    package fileprivate(set) var value: Value

    /// The field with another value.
    func with(_ value: Value) -> Field { Field(name: name, value: value) }

    /// The value, which the field lets go: memory is free as soon as the caller is done with it.
    package mutating func takeValue() -> Value {
      defer { value = .object([]) }
      return value
    }
  }

  package var fields: [Field] = []

  /// The fields, which the answer lets go.
  package mutating func takeFields() -> [Field] {
    defer { fields = [] }
    return fields
  }

  mutating func add<S: Scalar>(_ name: String, _ tensor: Tensor<S>) { add(name, .tensor(AnyTensor(tensor))) }
  mutating func add(_ name: String, _ tensor: Tensor<Int>) { add(name, .tensor(.integers(tensor))) }
  mutating func add(_ name: String, _ value: Value) { fields.append(Field(name: name, value: value)) }

  /// The place of the first number that is not finite, as a JSON pointer into the answer.
  var firstNotFinite: String? { Value.object(fields).firstNotFinite }
}

extension Answer.Value {
  var firstNotFinite: String? {
    switch self {
    case .tensor(let tensor): tensor.firstNotFinite.map { pointer(position: $0, in: tensor.shape) }
    case .number(let number): number.isFinite ? nil : ""
    case .integer, .text, .texts, .json, .null: nil
    case .object(let fields), .columns(let fields):
      fields.lazy.compactMap { field in field.value.firstNotFinite.map { "/\(field.name)\($0)" } }.first
    case .list(let values), .rows(let values):
      values.enumerated().lazy.compactMap { index, value in value.firstNotFinite.map { "/\(index)\($0)" } }.first
    }
  }
}

/// The JSON pointer of an element from its flat position: `/3/1`.
func pointer(position: Int, in shape: Shape) -> String {
  var remainder = position
  var indices: [String] = []
  for extent in shape.extents.reversed() {
    indices.append(String(remainder % max(extent, 1)))
    remainder /= max(extent, 1)
  }
  return indices.reversed().map { "/\($0)" }.joined()
}
