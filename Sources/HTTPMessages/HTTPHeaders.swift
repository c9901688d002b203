/// Header fields in the order they came; names compare without case (RFC 9110 §5.1).
public struct HTTPHeaders: Sendable, ExpressibleByDictionaryLiteral, Sequence {
  /// One field line.
  public struct Field: Sendable, Equatable {
    /// The name as it was written.
    public let name: String
    /// The value without surrounding white space.
    public let value: String

    /// A field line; nothing is checked.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  private var fields: [Field] = []

  /// No fields.
  public init() {}

  /// The fields of a literal, in its order.
  public init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { Field(name: $0.0, value: $0.1) }
  }

  /// No fields yet, and room for so many.
  public init(capacity: Int) { fields.reserveCapacity(capacity) }

  /// Adds a field line, keeping any other of the same name.
  public mutating func append(name: String, value: String) {
    fields.append(Field(name: name, value: value))
  }

  /// The first value of that name. Setting replaces every line of the name; setting `nil` removes them.
  public subscript(name: String) -> String? {
    get {
      for index in fields.indices where fields[index].name.equalsIgnoringASCIICase(name) { return fields[index].value }
      return nil
    }
    set {
      fields.removeAll { $0.name.equalsIgnoringASCIICase(name) }
      if let newValue { append(name: name, value: newValue) }
    }
  }

  /// All values of that name, in order.
  public func values(of name: String) -> [String] {
    var values: [String] = []
    for index in fields.indices where fields[index].name.equalsIgnoringASCIICase(name) {
      values.append(fields[index].value)
    }
    return values
  }

  /// Iterates over the field lines in order.
  public func makeIterator() -> IndexingIterator<[Field]> { fields.makeIterator() }
}

extension String {
  /// Whether the two are equal without regard to the case of A–Z; other bytes compare exactly.
  @inline(__always)
  public func equalsIgnoringASCIICase(_ other: String) -> Bool {
    // Most names differ in length.
    utf8.count == other.utf8.count && hasLetters(of: other)
  }

  /// The same for a text that is as long.
  private func hasLetters(of other: String) -> Bool {
    let isEqual = utf8.withContiguousStorageIfAvailable { left in
      other.utf8.withContiguousStorageIfAvailable { right in
        for index in left.indices where left[index] != right[index] {
          guard left[index].lowercasedASCII == right[index].lowercasedASCII else { return false }
        }
        return true
      }
    }
    // Strings that are not stored as UTF-8 there are not on Linux.
    return isEqual.flatMap { $0 } ?? zip(utf8, other.utf8).allSatisfy { $0.lowercasedASCII == $1.lowercasedASCII }
  }
}

extension UInt8 {
  fileprivate var lowercasedASCII: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
