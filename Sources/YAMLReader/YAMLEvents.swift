import CYAML

/// libyaml's parser; the only place that touches it.
final class YAMLEvents {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeBufferPointer<UInt8>

  /// `input` must outlive the parser.
  init(_ input: UnsafeBufferPointer<UInt8>) throws(YAMLError) {
    self.input = input
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    // When this fails, it leaves a zeroed parser, which is safe to delete.
    guard yaml_parser_initialize(parser) == 1 else {
      throw YAMLError(line: 1, column: 1, sentence: "there is not enough memory to read the text")
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress ?? UnsafePointer(emptyText.utf8Start), input.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  func next() throws(YAMLError) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw error }
    defer { yaml_event_delete(&event) }
    return convert(event)
  }

  private func convert(_ event: yaml_event_t) -> YAMLEvent {
    let mark = event.start_mark
    var result = YAMLEvent(kind: .other, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    switch event.type {
    case YAML_DOCUMENT_START_EVENT: result.kind = .documentStart
    case YAML_STREAM_END_EVENT: result.kind = .streamEnd
    case YAML_SEQUENCE_END_EVENT: result.kind = .sequenceEnd
    case YAML_MAPPING_END_EVENT: result.kind = .mappingEnd
    case YAML_ALIAS_EVENT: result.kind = .alias(text(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let contents = UnsafeBufferPointer(start: scalar.value, count: Int(scalar.length))
      let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
      result.kind = .scalar(String(decoding: contents, as: UTF8.self), isPlain: isPlain)
      (result.anchor, result.tag) = (text(scalar.anchor), text(scalar.tag))
    case YAML_SEQUENCE_START_EVENT:
      result.kind = .sequenceStart
      (result.anchor, result.tag) = (
        text(event.data.sequence_start.anchor), text(event.data.sequence_start.tag)
      )
    case YAML_MAPPING_START_EVENT:
      result.kind = .mappingStart
      (result.anchor, result.tag) = (
        text(event.data.mapping_start.anchor), text(event.data.mapping_start.tag)
      )
    default: break
    }
    return result
  }

  private func text(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    bytes.map { String(cString: $0) }
  }

  private var error: YAMLError {
    let state = parser.pointee
    let problem = state.problem.map { String(cString: $0) } ?? "the text cannot be read"
    let sentence = state.context.map { "\(problem) (\(String(cString: $0)))" } ?? problem
    guard state.error == YAML_READER_ERROR else {
      let mark = state.problem_mark
      return YAMLError(line: Int(mark.line) + 1, column: Int(mark.column) + 1, sentence: sentence)
    }
    // Where a character is not allowed, libyaml gives its byte.
    let before = input.prefix(Int(state.problem_offset))
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let column = String(decoding: before[lineStart...], as: UTF8.self).unicodeScalars.count + 1
    return YAMLError(line: before.count { $0 == 0x0A } + 1, column: column, sentence: sentence)
  }
}

/// An address for a text without bytes.
private let emptyText: StaticString = ""
