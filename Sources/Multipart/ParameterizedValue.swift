/// A field value with parameters: `form-data; name="detections"`, `multipart/form-data; boundary=x` (RFC 2045 §5.1).
///
/// A value without quotes may hold every visible character but `"`, `;` and `,`: some clients do not quote boundaries that
/// they should. Within quotes `\"` and `\\` stand for the second character; of any other the backslash is kept, as
/// paths on Windows have it.
public struct ParameterizedValue: Sendable, Equatable {
  /// One parameter.
  public struct Parameter: Sendable, Equatable {
    /// In lower case.
    public let name: String
    /// Without quotes; ill-formed UTF-8 is repaired with U+FFFD.
    public let value: String
  }

  /// What stands before the parameters, in lower case.
  public let value: String
  /// The parameters in their order; no name occurs twice.
  public let parameters: [Parameter]

  /// Reads a field value; `nil` if it is none.
  public init?(_ text: some Collection<UInt8>) {
    var scanner = Scanner(text)
    guard let value = scanner.word(), let parameters = scanner.parameters() else { return nil }
    self.value = value.lowercased()
    self.parameters = parameters
  }

  /// The value of a parameter.
  public subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }
}

/// Reads a field value from its beginning to its end.
private struct Scanner<Text: Collection<UInt8>> {
  private var rest: Text.SubSequence

  init(_ text: Text) { rest = text[...] }

  /// `*( OWS ";" OWS [ name "=" value ] ) OWS`, up to the end.
  mutating func parameters() -> [ParameterizedValue.Parameter]? {
    var parameters: [ParameterizedValue.Parameter] = []
    while true {
      skipSpace()
      if rest.isEmpty { return parameters }
      guard skip(UInt8(ascii: ";")) else { return nil }
      skipSpace()
      if rest.isEmpty || rest.first == UInt8(ascii: ";") { continue }
      guard let parameter = parameter(), !parameters.contains(where: { $0.name == parameter.name }) else { return nil }
      parameters.append(parameter)
    }
  }

  private mutating func parameter() -> ParameterizedValue.Parameter? {
    guard let name = word(before: UInt8(ascii: "=")), skip(UInt8(ascii: "=")) else { return nil }
    let isQuoted = rest.first == UInt8(ascii: "\"")
    guard let value = isQuoted ? quoted() : word() else { return nil }
    return ParameterizedValue.Parameter(name: name.lowercased(), value: value)
  }

  /// Visible characters, one at least, up to a separator.
  mutating func word(before end: UInt8? = nil) -> String? {
    let word = rest.prefix { byte in
      (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: ";")
        && byte != UInt8(ascii: ",") && byte != end
    }
    rest = rest[word.endIndex...]
    return word.isEmpty ? nil : String(decoding: word, as: UTF8.self)
  }

  /// What stands in quotes: anything but control characters.
  private mutating func quoted() -> String? {
    rest = rest.dropFirst()
    var text: [UInt8] = []
    while var byte = rest.popFirst() {
      if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
      if byte == UInt8(ascii: "\\"), let next = rest.first, next == byte || next == UInt8(ascii: "\"") {
        byte = next
        rest = rest.dropFirst()
      }
      guard byte >= 0x20 && byte != 0x7F || byte == 0x09 else { return nil }
      text.append(byte)
    }
    return nil
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard rest.first == byte else { return false }
    rest = rest.dropFirst()
    return true
  }

  private mutating func skipSpace() {
    rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
  }
}
