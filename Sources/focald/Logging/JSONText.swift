import Logging

// JSON for log lines: small, and without the machinery of the API.
extension String {
  /// Appends a string with its quotation marks. RFC 8259 §7: `"`, `\` and what is below space must be escaped.
  mutating func appendJSON(_ text: String) {
    append("\"")
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": append("\\\"")
      case "\\": append("\\\\")
      case "\n": append("\\n")
      case "\r": append("\\r")
      case "\t": append("\\t")
      case "\u{0}"..<" ", "\u{7F}", "\u{85}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      default: unicodeScalars.append(scalar)
      }
    }
    append("\"")
  }

  /// Appends a value of a log message: numbers and truth values as such, everything else as text.
  mutating func appendJSON(_ value: Logger.MetadataValue) {
    switch value {
    case .string(let text): appendJSON(text)
    case .stringConvertible(let value as Int): append(value.description)
    case .stringConvertible(let value as Double) where value.isFinite: append(value.description)
    case .stringConvertible(let value as Bool): append(value.description)
    case .stringConvertible(let value): appendJSON(value.description)
    case .array(let values): appendJSON(list: values, from: "[", to: "]") { $0.appendJSON($1) }
    case .dictionary(let values):
      appendJSON(list: values.sorted { $0.key < $1.key }, from: "{", to: "}") { text, entry in
        text.appendJSON(entry.key)
        text += ":"
        text.appendJSON(entry.value)
      }
    }
  }

  private mutating func appendJSON<Element>(
    list: [Element], from start: String, to end: String, _ appendElement: (inout String, Element) -> Void
  ) {
    append(start)
    for (index, element) in list.enumerated() {
      if index > 0 { append(",") }
      appendElement(&self, element)
    }
    append(end)
  }
}
