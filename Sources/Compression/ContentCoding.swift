public import HTTPMessages

/// A content coding that bodies come and go in (RFC 9110 §8.4.1, RFC 8878).
public enum ContentCoding: String, Sendable, CaseIterable {
  /// As it is.
  case identity
  /// RFC 1952; more than one member is one body.
  case gzip
  /// RFC 1950: zlib's format around RFC 1951. Read leniently: many senders leave zlib's format out.
  case deflate
  /// RFC 8878; more than one frame is one body.
  case zstd

  /// The coding of a token, whatever its case; `nil` if there is none. `x-gzip` is `gzip` (RFC 9110 §8.4.1.3).
  public init?(token: some StringProtocol) {
    let name = token.lowercased()
    self.init(rawValue: name == "x-gzip" ? "gzip" : name)
  }

  /// Undoes the coding. The sender is not trusted: the body is read to its last byte or refused, and no more than
  /// `limit` bytes are made of it, each of which is reserved before.
  public func decompress(
    _ body: ByteBuffer, limit: Int, memory: MemoryBudget.Share? = nil
  ) throws(CompressionError) -> ByteBuffer {
    switch self {
    case .identity:
      guard body.count <= limit else { throw .tooLarge(limit: limit) }
      return body
    case .gzip, .deflate: return try Inflation(self).decompress(body, limit: limit, memory: memory)
    case .zstd: return try ZstdFrames().decompress(body, limit: limit, memory: memory)
    }
  }

  /// Applies the coding, at a level of the library's scale.
  public func compress(_ body: ByteBuffer, level: Int? = nil) throws(CompressionError) -> ByteBuffer {
    switch self {
    case .identity: body
    case .gzip, .deflate: try deflated(body, self, level: level ?? Self.quickDeflate)
    case .zstd: try zstdFrame(body, level: level ?? Self.usualZstd)
    }
  }

  /// What nginx compresses at: four times as fast as zlib's own 6, and JSON numbers are hardly larger for it.
  private static let quickDeflate = 1
  /// The library's own (`ZSTD_CLEVEL_DEFAULT`).
  private static let usualZstd = 3
}
