import HTTPMessages
import JSON
import Operations

extension ParameterType {
  /// A value written as text, as in a query: `0.3`, `true`, `giou`, `192,192`, `24,24;12,12`, or JSON, `[[24, 24]]`.
  ///
  /// `,` divides a list and `;` a list of lists; a list of one list ends in `;`, where it could be taken for a plain one.
  /// A text that cannot be read so is answered as a string, which the check of the type then refuses.
  func value(of text: String) -> JSONValue {
    if let first = text.utf8.first, first == UInt8(ascii: "[") || first == UInt8(ascii: "{"),
      let value = try? JSONReader.read(ByteBuffer(text))
    {
      return value
    }
    return text == "null" ? .null : read(text[...]) ?? .string(text)
  }

  private func read(_ text: Substring) -> JSONValue? {
    switch self {
    case .number, .integer: Self.number(text)
    case .boolean: text == "true" ? .bool(true) : text == "false" ? .bool(false) : nil
    case .choice, .text: .string(String(text))
    case .list(let element, _): element.list(in: text)
    case .anyOf(let types): Self.best(types, text)
    case .object, .map: nil
    }
  }

  /// The first alternative that has nothing against the text; else the first that can read it.
  private static func best(_ types: [ParameterType], _ text: Substring) -> JSONValue? {
    let readings = types.compactMap { type in type.read(text).map { (value: $0, issue: type.issue(with: $0, at: "")) } }
    return (readings.first { $0.issue == nil } ?? readings.first)?.value
  }

  /// A list whose elements are of this type.
  private func list(in text: Substring) -> JSONValue? {
    if text.isEmpty { return .array([]) }
    if !holdsLists { return elements(of: text.split(separator: ",", omittingEmptySubsequences: false)) }
    guard text.contains(";") else {
      return holdsSingles
        ? elements(of: text.split(separator: ",", omittingEmptySubsequences: false)) : elements(of: [text])
    }
    let body = text.hasSuffix(";") ? text.dropLast() : text
    return elements(of: body.split(separator: ";", omittingEmptySubsequences: false))
  }

  private func elements(of texts: [Substring]) -> JSONValue? {
    let values = texts.compactMap { read($0) }
    return values.count == texts.count ? .array(values) : nil
  }

  /// Whether a value may be a list.
  private var holdsLists: Bool {
    switch self {
    case .list: true
    case .anyOf(let types): types.contains(where: \.holdsLists)
    default: false
    }
  }

  /// Whether a value may be anything but a list.
  private var holdsSingles: Bool {
    switch self {
    case .list: false
    case .anyOf(let types): types.contains(where: \.holdsSingles)
    default: true
    }
  }

  /// A number as JSON writes it, so that what is refused in a body is refused here: no `inf`, no hexadecimal digits.
  private static func number(_ text: Substring) -> JSONValue? {
    guard text.utf8.count <= 400, case .number(let number)? = try? JSONReader.read(ByteBuffer(String(text))) else {
      return nil
    }
    return .number(number)
  }
}
