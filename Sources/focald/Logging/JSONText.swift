import HTTPMessages
import JSON
import Logging

// JSON for log lines.
extension String {
  /// Appends a string with its quotation marks, on one line whatever it holds.
  mutating func appendJSON(_ text: String) {
    append("\"")
    var text = text
    text.withUTF8 { utf8 in
      JSONString.escape(UnsafeRawBufferPointer(utf8), keepingLines: true) {
        append(String(decoding: $0, as: UTF8.self))
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
