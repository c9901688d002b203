import HTTPMessages
import JSON

/// A request that is right in its form: an operation's example, in which the bytes replace, add and remove fields and elements
/// by values that are of interest. Bytes of JSON mostly end in its reader; these reach what lies behind it.
enum StructuredFuzzing {
  /// An operation as the catalogue lists it: the example, every field's name, and the words that choices may have.
  private struct Listed {
    let path: String
    let example: JSONValue
    let fields: [String]
    let words: [String]
  }

  private static let operations = Seeds.catalogue().compactMap { operation -> Listed? in
    guard case .string(let path)? = operation["path"], let example = operation["example"] else { return nil }
    let fields = ["inputs", "parameters"].flatMap { operation[$0]?.list ?? [] }
    return Listed(
      path: path, example: example, fields: fields.compactMap { $0["name"]?.text },
      words: fields.flatMap { $0["choices"]?.list ?? [] }.compactMap(\.text))
  }

  static func run(_ bytes: UnsafeRawBufferPointer) {
    var source = ByteSource(bytes)
    let operation = source.element(of: operations)
    var request = operation.example
    repeat { request = edited(request, operation, &source, depth: 0) } while !source.isEmpty
    let body = Array(request.text().utf8)
    body.withUnsafeBytes { body in
      ServiceFuzzing.ask(
        HTTPRequestHead(method: .post, path: operation.path, headers: ["Content-Type": "application/json"]), body)
    }
  }

  /// The value with one place of it edited.
  private static func edited(_ value: JSONValue, _ operation: Listed, _ source: inout ByteSource, depth: Int)
    -> JSONValue
  {
    if case .object(var object) = value {
      let names = depth == 0 ? operation.fields : object.keys
      guard !names.isEmpty else { return fresh(operation, &source, depth: depth) }
      let name = source.element(of: names)
      let known = object[name]
      switch source.number(below: 4) {
      case 0: object[name] = nil
      case 1: object[name] = fresh(operation, &source, depth: depth)
      default:
        object[name] =
          known.map { edited($0, operation, &source, depth: depth + 1) } ?? fresh(operation, &source, depth: depth)
      }
      return .object(object)
    }
    guard var list = value.list, !list.isEmpty else { return fresh(operation, &source, depth: depth) }
    let place = source.number(below: list.count)
    switch source.number(below: 8) {
    case 0: list.remove(at: place)
    case 1: list.insert(list[place], at: place)
    case 2: list = Array(repeating: list[place], count: 1 + source.number(below: 64))
    case 3: list[place] = fresh(operation, &source, depth: depth)
    default: list[place] = edited(list[place], operation, &source, depth: depth + 1)
    }
    return .array(list)
  }

  private static let numbers: [Double] = [
    0, -0.0, 1, -1, 2, 3, 0.5, 0.25, 1e-300, 5e-324, -5e-324, 1e-40, 1e30, -1e30, 1e154, 1e308, -1e308,
    1.7976931348623157e308,
    255, 256, 65535, 65536, 2_147_483_647, -2_147_483_648, 9_007_199_254_740_991, 9_007_199_254_740_993,
    9_223_372_036_854_775_807, 100, 640, 32,
  ]

  private static func fresh(_ operation: Listed, _ source: inout ByteSource, depth: Int) -> JSONValue {
    switch source.number(below: 12) {
    case 0: return .null
    case 1: return .bool(source.byte() & 1 == 1)
    case 2: return .string(operation.words.isEmpty ? "" : source.element(of: operation.words))
    case 3: return [:]
    case 4: return []
    case 5:
      let extents = (0..<source.number(below: 5)).map { _ in JSONValue.number(Double(source.number(below: 6))) }
      let data = (0..<source.number(below: 33)).map { _ in number(&source) }
      return ["shape": .array(extents), "data": .array(data)]
    case 6 where depth < 4:
      return .array((0..<(1 + source.number(below: 6))).map { _ in fresh(operation, &source, depth: depth + 1) })
    case 7:
      let columns = 1 + source.number(below: 6)
      return .array(
        (0..<(1 + source.number(below: 6))).map { _ in .array((0..<columns).map { _ in number(&source) }) })
    case 8: return .array((0..<(1 + source.number(below: 9))).map { _ in number(&source) })
    default: return number(&source)
    }
  }

  private static func number(_ source: inout ByteSource) -> JSONValue {
    let kind = source.byte()
    if kind < 96 { return .number(numbers[Int(kind) % numbers.count]) }
    if kind < 176 { return .number(Double(kind) - 128) }
    return .number((Double(source.byte()) - 128) / 32)
  }
}
