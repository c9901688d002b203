import DetectionCore
import Foundation
import HTTPMessages

@testable import JSON

extension [String] {
  fileprivate func pick(_ random: inout SplitMix64) -> String { randomElement(using: &random) ?? "" }
}

/// A document with arrays of every sort in it, as text with random white space.
struct DocumentGenerator {
  var random: SplitMix64

  mutating func document(depth: Int = 4) -> String {
    switch Int.random(in: 0..<(depth > 0 ? 10 : 6), using: &random) {
    case 0: space() + ["true", "false", "null"].pick(&random) + space()
    case 1: space() + string() + space()
    case 2...5: space() + number() + space()
    case 6: array(depth)
    case 7: rows()
    default: object(depth)
    }
  }

  private mutating func array(_ depth: Int) -> String {
    let count = Int.random(in: 0...4, using: &random)
    return "[" + (0..<count).map { _ in document(depth: depth - 1) }.joined(separator: ",") + space() + "]"
  }

  private mutating func object(_ depth: Int) -> String {
    let count = Int.random(in: 0...4, using: &random)
    let members = (0..<count).map { index in
      "\(space())\"k\(index)\"\(space()):\(document(depth: depth - 1))"
    }
    return "{" + members.joined(separator: ",") + space() + "}"
  }

  /// Rectangular most of the time.
  private mutating func rows() -> String {
    let columns = Int.random(in: 1...3, using: &random)
    let rows = (0..<Int.random(in: 1...3, using: &random)).map { _ in
      let extra = Int.random(in: 0..<12, using: &random) == 0 ? 1 : 0
      return "[" + (0..<columns + extra).map { _ in number() }.joined(separator: ",") + "]"
    }
    return "[" + rows.joined(separator: "," + space()) + "]"
  }

  mutating func number() -> String {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: "\(Int.random(in: -1000...1000, using: &random))"
    case 1: "\(Double.random(in: -1...1, using: &random))"
    case 2: digits(1, 25) + "." + digits(1, 25, leading: true) + "e-" + digits(1, 2)
    case 3: "-0." + digits(15, 30, leading: true)
    case 4: digits(1, 9) + "E+" + digits(1, 1)
    default: "-" + digits(1, 40)
    }
  }

  private mutating func digits(_ least: Int, _ most: Int, leading: Bool = false) -> String {
    let count = Int.random(in: least...most, using: &random)
    let text = (0..<count).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
    return leading || !text.hasPrefix("0") ? text : "7" + text.dropFirst()
  }

  private mutating func string() -> String {
    let pieces = [
      "a", "Z", "é", "日", "😀", "\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\ud83d\\ude00", " ", "[", "}", ",",
    ]
    let count = Int.random(in: 0...8, using: &random)
    return "\"" + (0..<count).map { _ in pieces.pick(&random) }.joined() + "\""
  }

  private mutating func space() -> String {
    ["", "", "", " ", "\n", "\t", " \r\n "].pick(&random)
  }
}

/// What Foundation makes of a text, in the reader's terms; `nil` if it refuses it.
func foundationValue(_ bytes: [UInt8]) -> JSONValue? {
  guard let object = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
  else { return nil }
  return convert(object)
}

private func convert(_ object: Any) -> JSONValue {
  switch object {
  case let number as NSNumber:
    return String(cString: number.objCType) == "c" ? .bool(number.boolValue) : .number(number.doubleValue)
  case let string as String: return .string(string)
  case let array as [Any]: return .array(array.map(convert))
  case let object as [String: Any]:
    let members = object.sorted { $0.key < $1.key }.map {
      JSONObject.Member(key: $0.key, value: convert($0.value))
    }
    return .object(JSONObject(members: members))
  default: return .null
  }
}

extension JSONValue {
  /// Tensors as nested arrays, members sorted: comparable to what knows neither tensors nor order.
  var plain: JSONValue {
    switch self {
    case .numbers(let tensor):
      guard tensor.shape.rank > 1 else { return .array(tensor.elements.map { .number($0) }) }
      return .array((0..<tensor.shape[0]).map { JSONValue.numbers(tensor.row($0)).plain })
    case .array(let elements): return .array(elements.map(\.plain))
    case .object(let object):
      let members = object.members.map { JSONObject.Member(key: $0.key, value: $0.value.plain) }
      return .object(JSONObject(members: members.sorted { $0.key < $1.key }))
    default: return self
    }
  }

  /// Equal but for rounding: Foundation errs in the last places of numbers of more than 17 digits.
  func isClose(_ other: JSONValue) -> Bool {
    switch (self, other) {
    case (.number(let a), .number(let b)): abs(a - b) <= abs(a) * 1e-14
    case (.array(let a), .array(let b)): a.count == b.count && zip(a, b).allSatisfy { $0.isClose($1) }
    case (.object(let a), .object(let b)):
      a.keys == b.keys && zip(a.members, b.members).allSatisfy { $0.value.isClose($1.value) }
    default: self == other
    }
  }
}
