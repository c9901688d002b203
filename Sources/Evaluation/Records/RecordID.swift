/// The id of an image, a category or an object: a 64-bit integer or a text, never a double.
///
/// Integers come before texts. Integers ascend; texts ascend by code point, which is the order of their UTF-8 bytes, and are
/// equal only if their bytes are: Swift's own `String` would take a letter with a combining accent for the composed one.
public enum RecordID: Sendable {
  /// An id written as a JSON number.
  case integer(Int64)
  /// An id written as a JSON string.
  case text(String)

  /// The id that looks the same but is of the other kind: `2` for `"2"` and the reverse. `nil` if there is none.
  public var otherKind: RecordID? {
    switch self {
    case .integer(let value): .text(String(value))
    case .text(let value): Int64(value).map(RecordID.integer)
    }
  }
}

extension RecordID: Hashable {
  /// Equal kinds and equal numbers or bytes.
  public static func == (left: RecordID, right: RecordID) -> Bool {
    switch (left, right) {
    case (.integer(let a), .integer(let b)): a == b
    case (.text(let a), .text(let b)): a.utf8.elementsEqual(b.utf8)
    default: false
    }
  }

  /// Agrees with `==`.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .integer(let value): hasher.combine(value)
    case .text(let value): for byte in value.utf8 { hasher.combine(byte) }
    }
  }
}

extension RecordID: Comparable {
  /// Integers first, then texts by code point.
  public static func < (left: RecordID, right: RecordID) -> Bool {
    switch (left, right) {
    case (.integer(let a), .integer(let b)): a < b
    case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
    case (.integer, .text): true
    case (.text, .integer): false
    }
  }
}

extension RecordID: CustomStringConvertible {
  /// As in JSON: `2`, `"2"`.
  public var description: String {
    switch self {
    case .integer(let value): String(value)
    case .text(let value): "\"\(value)\""
    }
  }
}
