import DetectionCore
import JSON
import TestSupport
import Testing

/// One file of the vectors: requests to an operation, and their answers in float64.
struct VectorFile: Sendable, CustomTestStringConvertible {
  /// The operation's id.
  let operation: String

  var testDescription: String { operation }

  /// All of them, by name.
  static let all = VectorFiles.names.map { VectorFile(operation: String($0.dropLast(5))) }

  struct Vector: Sendable {
    let name: String
    let request: JSONObject
    /// By name, gradients as `gradients.boxes`, images as `0.boxes`; flat.
    let answer: [String: [Double]]
  }

  func vectors() throws -> [Vector] {
    let file = try readJSON(Package.text("\(VectorFiles.folder)/\(operation).json"))
    return (file["vectors"]?.list ?? []).compactMap { vector in
      guard let name = vector["name"]?.text, let request = vector["request"]?.object, let answer = vector["answer"]
      else { return nil }
      return Vector(name: name, request: request, answer: answer.numbersByName)
    }
  }
}

extension JSONValue {
  /// The numbers of an answer by the names of its fields; of texts (masks) their letters.
  var numbersByName: [String: [Double]] {
    var numbers: [String: [Double]] = [:]
    add("", to: &numbers)
    return numbers
  }

  private func add(_ name: String, to numbers: inout [String: [Double]]) {
    if case .object(let object) = self {
      let prefix = name.isEmpty ? "" : name + "."
      for member in object.members { member.value.add(prefix + member.key, to: &numbers) }
    } else if name == "images" {
      for (index, image) in (list ?? []).enumerated() { image.add("\(index)", to: &numbers) }
    } else {
      numbers[name] = flattened
    }
  }

  /// All numbers of nested arrays, in order.
  private var flattened: [Double] {
    switch self {
    case .number(let number): [number]
    case .numbers(let tensor): tensor.elements
    case .array(let elements): elements.flatMap(\.flattened)
    case .string(let text): text.utf8.map(Double.init)
    default: []
    }
  }
}
