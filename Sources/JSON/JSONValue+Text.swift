import HTTPMessages

extension JSONValue: JSONWritable {
  package func write(to writer: inout JSONWriter) {
    switch self {
    case .null: writer.null()
    case .bool(let bool): writer.value(bool)
    case .number(let number): writer.value(number)
    case .string(let string): writer.value(string)
    case .numbers(let tensor): writer.value(tensor)
    case .array(let elements): writer.value(elements)
    case .object(let object): writer.value(object)
    }
  }

  /// The value as text.
  package func text(_ style: JSONWriter.Style = .compact) -> String {
    let buffer = ByteBuffer()
    var writer = JSONWriter(into: buffer, style: style)
    write(to: &writer)
    return buffer.text
  }
}

extension JSONObject: JSONWritable {
  package func write(to writer: inout JSONWriter) {
    writer.object { writer in
      for member in members { writer.member(member.key, member.value) }
    }
  }
}
