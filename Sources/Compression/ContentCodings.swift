public import HTTPMessages

/// The codings of a body in the order in which they were applied: a `Content-Encoding` (RFC 9110 §8.4).
public struct ContentCodings: Sendable, Equatable {
  /// One is usual, two are an accident of proxies.
  public static let limit = 3

  /// Innermost first; `identity` is left out.
  public let codings: [ContentCoding]

  /// Reads the values of every `Content-Encoding` line.
  public init(_ fields: [String]) throws(CompressionError) {
    var codings: [ContentCoding] = []
    for token in listElements(fields) {
      guard let coding = ContentCoding(token: token) else { throw .unknownCoding(String(token)) }
      guard coding != .identity else { continue }
      guard codings.count < Self.limit else { throw .tooManyCodings(limit: Self.limit) }
      codings.append(coding)
    }
    self.codings = codings
  }

  /// Undoes them, the last one first; no step makes more than `limit` bytes, each of which is reserved before it is made.
  public func decompress(
    _ body: ByteBuffer, limit: Int, memory: MemoryBudget.Share? = nil
  ) throws(CompressionError) -> ByteBuffer {
    var body = body
    for coding in codings.reversed() { body = try coding.decompress(body, limit: limit, memory: memory) }
    return body
  }
}

/// The elements of a list field: lines joined, white space and empty elements left out (RFC 9110 §5.6.1).
func listElements(_ fields: [String]) -> [Substring] {
  fields.flatMap { $0.split(separator: ",") }.map { $0.trimmed }.filter { !$0.isEmpty }
}
