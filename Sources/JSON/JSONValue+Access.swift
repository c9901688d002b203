import DetectionCore

extension JSONValue {
  /// The number, if it is one.
  package var number: Double? { if case .number(let number) = self { number } else { nil } }

  /// The whole number, if it is one.
  package var integer: Int? { number.flatMap(Int.init(exactly:)) }

  /// The text, if it is one.
  package var text: String? { if case .string(let text) = self { text } else { nil } }

  /// The members, if it is an object.
  package var object: JSONObject? { if case .object(let object) = self { object } else { nil } }

  /// The elements of a list; a block of numbers counts as one.
  package var list: [JSONValue]? {
    switch self {
    case .array(let elements): elements
    case .numbers(let tensor) where tensor.shape.rank == 1: tensor.elements.map(JSONValue.number)
    case .numbers(let tensor): (0..<tensor.shape[0]).map { .numbers(tensor.row($0)) }
    default: nil
    }
  }

  /// The elements of a list of numbers.
  package var numberList: [Double]? {
    guard let list else { return nil }
    let numbers = list.compactMap(\.number)
    return numbers.count == list.count ? numbers : nil
  }
}
