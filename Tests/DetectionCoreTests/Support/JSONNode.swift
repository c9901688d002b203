import Foundation

/// JSON, read just well enough for the files beside the tests, every number correctly rounded.
enum JSONNode: Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONNode])
  case object([String: JSONNode])

  struct Malformed: Error {
    let position: Int
  }

  /// Reads a file.
  init(contentsOf url: URL) throws {
    var parser = Parser(bytes: [UInt8](try Data(contentsOf: url)) + [0])
    self = try parser.value()
  }

  /// Reads bytes.
  init(bytes: [UInt8]) throws {
    var parser = Parser(bytes: bytes + [0])
    self = try parser.value()
  }

  subscript(_ key: String) -> JSONNode? {
    if case .object(let fields) = self { fields[key] } else { nil }
  }

  var number: Double? { if case .number(let number) = self { number } else { nil } }
  var string: String? { if case .string(let string) = self { string } else { nil } }
  var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
  var array: [JSONNode]? { if case .array(let array) = self { array } else { nil } }
  var object: [String: JSONNode]? { if case .object(let object) = self { object } else { nil } }
  var numbers: [Double]? { array.map { $0.compactMap(\.number) } }

  private struct Parser {
    /// Ends with a 0, so that strtod stops.
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func value() throws -> JSONNode {
      switch next() {
      case UInt8(ascii: "{"): return .object(try object())
      case UInt8(ascii: "["): return .array(try array())
      case UInt8(ascii: "\""): return .string(try string())
      case UInt8(ascii: "n"): return try word("null", .null)
      case UInt8(ascii: "t"): return try word("true", .bool(true))
      case UInt8(ascii: "f"): return try word("false", .bool(false))
      default: return .number(try number())
      }
    }

    /// The next byte that is not space; it is not consumed.
    private mutating func next() -> UInt8 {
      while bytes[position] != 0, bytes[position] <= 32 { position += 1 }
      return bytes[position]
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard next() == UInt8(ascii: character) else { return false }
      position += 1
      return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws {
      guard take(character) else { throw Malformed(position: position) }
    }

    private mutating func word(_ text: String, _ node: JSONNode) throws -> JSONNode {
      guard bytes[position...].starts(with: text.utf8) else { throw Malformed(position: position) }
      position += text.utf8.count
      return node
    }

    private mutating func number() throws -> Double {
      let (number, length) = bytes.withUnsafeBytes { raw -> (Double, Int) in
        guard let start = raw.baseAddress?.assumingMemoryBound(to: CChar.self) else { return (0, 0) }
        var end: UnsafeMutablePointer<CChar>?
        let number = strtod(start + position, &end)
        return (number, end.map { UnsafePointer($0) - (start + position) } ?? 0)
      }
      guard length > 0 else { throw Malformed(position: position) }
      position += length
      return number
    }

    /// Text without escapes.
    private mutating func string() throws -> String {
      try expect("\"")
      guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\"")) else { throw Malformed(position: position) }
      defer { position = end + 1 }
      return String(decoding: bytes[position..<end], as: UTF8.self)
    }

    private mutating func array() throws -> [JSONNode] {
      try expect("[")
      var elements: [JSONNode] = []
      if take("]") { return elements }
      repeat { elements.append(try value()) } while take(",")
      try expect("]")
      return elements
    }

    private mutating func object() throws -> [String: JSONNode] {
      try expect("{")
      var fields: [String: JSONNode] = [:]
      if take("}") { return fields }
      repeat {
        _ = next()
        let key = try string()
        try expect(":")
        fields[key] = try value()
      } while take(",")
      try expect("}")
      return fields
    }
  }
}

extension JSONNode {
  /// All numbers of nested arrays, in order.
  var flattened: [Double] {
    switch self {
    case .number(let number): [number]
    case .array(let elements): elements.flatMap(\.flattened)
    default: []
    }
  }
}
