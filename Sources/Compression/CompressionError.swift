/// Why a body's coding could not be undone, or applied.
public enum CompressionError: Error, Sendable, Equatable {
  /// More than `limit` bytes come out.
  case tooLarge(limit: Int)
  /// The body ends before the coding does.
  case truncated(ContentCoding)
  /// The bytes are not of that coding; the reason in the library's words.
  case corrupt(ContentCoding, reason: String)
  /// An unknown coding.
  case unknownCoding(String)
  /// More codings, one around the other, than anybody needs.
  case tooManyCodings(limit: Int)
  /// No memory.
  case outOfMemory
}
