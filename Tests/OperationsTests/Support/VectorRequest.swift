import DetectionCore
import JSON

@testable import Operations

/// A vector's request to an operation, and the numbers of the answer in a precision.
struct VectorRequest {
  let operation: Operation
  let fields: JSONObject

  init(_ operation: Operation, _ fields: JSONObject) {
    self.operation = operation
    self.fields = fields
  }

  /// Every number rounded to float32, so that both precisions compute with the same ones.
  var rounded: VectorRequest {
    let members = fields.members.map { member in
      JSONObject.Member(key: member.key, value: roundedValue(member.key, member.value))
    }
    return VectorRequest(operation, JSONObject(members: members))
  }

  private func roundedValue(_ name: String, _ value: JSONValue) -> JSONValue {
    if let input = operation.declaration.input(name) {
      guard input.element == .number else { return value }
      if case .object(var tensor) = value {
        tensor["data"] = tensor["data"]?.mapped { Double(Float($0)) }
        return .object(tensor)
      }
      return value.mapped { Double(Float($0)) }
    }
    // Whole numbers count something, seeds for example.
    return value.mapped { $0 == $0.rounded() ? $0 : Double(Float($0)) }
  }

  /// The answer's numbers by name, flat: gradients as `gradients.boxes`, images as `0.boxes`.
  func answer(in precision: Precision) throws -> [String: [Double]] {
    var body = fields
    body["precision"] = .string(precision.rawValue)
    var numbers: [String: [Double]] = [:]
    for field in try operation.answer(.object(body), limits: Limits()).fields {
      field.value.add(field.name, to: &numbers)
    }
    return numbers
  }
}

extension Answer.Value {
  fileprivate func add(_ name: String, to numbers: inout [String: [Double]]) {
    switch self {
    case .tensor(let tensor): numbers[name] = tensor.converted(to: Double.self).elements
    case .integer(let count): numbers[name] = [Double(count)]
    case .number(let number): numbers[name] = [number]
    case .texts(let texts): numbers[name] = texts.flatMap { $0.utf8.map(Double.init) }
    case .text, .json, .null: break
    case .object(let fields), .columns(let fields):
      for field in fields { field.value.add("\(name).\(field.name)", to: &numbers) }
    case .list(let values), .rows(let values):
      for (index, value) in values.enumerated() {
        value.add(name == "images" ? "\(index)" : "\(name).\(index)", to: &numbers)
      }
    }
  }
}

extension JSONValue {
  /// The same with other numbers; objects stay as they are.
  func mapped(_ transform: (Double) -> Double) -> JSONValue {
    switch self {
    case .number(let number): .number(transform(number))
    case .numbers(let tensor): .numbers(tensor.map(transform))
    case .array(let elements): .array(elements.map { $0.mapped(transform) })
    default: self
    }
  }
}
