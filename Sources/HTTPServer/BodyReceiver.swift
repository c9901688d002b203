import HTTPMessages

/// Takes a body in, piece by piece, into the one buffer it stays in.
struct BodyReceiver: Sendable {
  /// What became of a piece.
  enum Outcome: Equatable { case stored, tooLarge, outOfMemory }

  /// Allocated ahead of what has arrived on no more than a client's word.
  private static let trust = 1 << 20

  private let declared: Int?
  private let limit: Int
  private let buffer: ByteBuffer
  private let share: BodyBudget.Share?

  /// A receiver of a body of `declared` bytes (nil: chunked, nobody knows), of which `limit` are too many. The byte at
  /// `aligned` will lie at a multiple of 16. What it allocates beyond the first mebibyte comes out of the share.
  init(declared: Int?, limit: Int, aligned position: Int = 0, share: BodyBudget.Share? = nil) {
    self.declared = declared
    self.limit = limit
    self.share = share
    buffer = ByteBuffer(capacity: min(declared ?? 0, limit, BodyReceiver.trust), aligned: position)
  }

  /// How much has been stored.
  var count: Int { buffer.count }

  /// Stores a piece.
  func append(_ piece: UnsafeRawBufferPointer) -> Outcome {
    guard piece.count <= limit - buffer.count else { return .tooLarge }
    let needed = buffer.count + piece.count
    if needed > buffer.capacity {
      // Doubling from what has arrived: a client that declares much and sends little holds little.
      let ahead = max(needed, buffer.capacity * 2)
      let total = min(ahead, max(declared ?? limit, needed))
      guard share?.grow(to: total) != false, buffer.reserve(total: total) else { return .outOfMemory }
    }
    return buffer.append(piece) ? .stored : .outOfMemory
  }

  /// The whole body, without the room that growing has left.
  func finish() -> ByteBuffer {
    if buffer.capacity > buffer.count + buffer.count / 8 { buffer.trim() }
    return buffer
  }
}
