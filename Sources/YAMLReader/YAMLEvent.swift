import CYAML

/// One step through a document.
struct YAMLEvent {
  enum Kind {
    case documentStart
    case alias(String)
    /// `isPlain`: neither quoted nor a block.
    case scalar(String, isPlain: Bool)
    case sequenceStart
    case sequenceEnd
    case mappingStart
    case mappingEnd
    /// Stream start, document end, and what else has no contents.
    case other
    case streamEnd
  }

  var kind: Kind
  var anchor: String?
  var tag: String?
  var line: Int
  var column: Int

  func error(_ sentence: String) -> YAMLError { YAMLError(line: line, column: column, sentence: sentence) }
}
