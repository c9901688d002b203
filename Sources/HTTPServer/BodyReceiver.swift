import HTTPMessages

/// Takes a body in, piece by piece, into the one buffer it stays in.
struct BodyReceiver: Sendable {
  /// What became of a piece.
  enum Outcome: Equatable { case stored, tooLarge, outOfMemory }

  /// Allocated ahead of what has arrived on no more than a client's word.
  private static let trust = 1 << 20
  /// Not counted: small requests would count more than they hold.
  private static let free = 64 << 10

  private let declared: Int?
  private let limit: Int
  /// What has come so far, and room for more.
  let buffer: ByteBuffer
  private let share: MemoryBudget.Share?

  /// A receiver of a body of `declared` bytes (nil: chunked, so unknown), of which `limit` are too many. The byte at
  /// `aligned` will lie at a multiple of 16. What arrives beyond 64 KiB is
  /// reserved in the share.
  init(declared: Int?, limit: Int, aligned position: Int = 0, share: MemoryBudget.Share? = nil) {
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
    let granted = share?.size ?? 0
    guard isGranted(needed) && makeRoom(needed) && buffer.append(piece) else { return .outOfMemory }
    if let share, share.size > granted { takeAhead(upTo: share.size) }
    return .stored
  }

  /// What has just been granted is going to be filled.
  private func takeAhead(upTo granted: Int) {
    let end = min(granted, buffer.capacity)
    if end > buffer.count, !buffer.isKept {
      MemoryAhead.take(from: buffer.baseAddress + buffer.count, count: end - buffer.count)
    }
  }

  /// Takes from the share by what has arrived, doubling: a client that declares much and sends little holds little.
  private func isGranted(_ needed: Int) -> Bool {
    guard let share else { return true }
    let granted = max(share.size, BodyReceiver.free)
    return needed <= granted || share.grow(to: ahead(of: needed, from: granted))
  }

  /// Beyond the first mebibyte a declared body gets all of its room at once, so that it is never moved: what nobody
  /// writes to is address space and no memory. Where there is no such space, and for a body of unknown length, the room
  /// doubles.
  private func makeRoom(_ needed: Int) -> Bool {
    guard needed > buffer.capacity else { return true }
    if let declared, needed <= declared, buffer.reserve(total: min(declared, limit), inSmallPages: true) { return true }
    return buffer.reserve(total: ahead(of: needed, from: buffer.capacity))
  }

  private func ahead(of needed: Int, from size: Int) -> Int {
    min(max(needed, size * 2), max(declared ?? limit, needed))
  }

  /// The whole body, without the room that growing has left.
  func finish() -> ByteBuffer {
    if buffer.capacity > buffer.count + buffer.count / 8 { buffer.trim() }
    return buffer
  }
}
