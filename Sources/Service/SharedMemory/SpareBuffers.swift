import HTTPMessages

/// Memory of copies that are no longer in use, kept for the next ones: to touch memory for the first time takes about as
/// long as to copy into it.
final class SpareBuffers: Sendable {
  /// Bytes that are kept at the most.
  private let limit: Int
  /// Handed out or not; the oldest first.
  private let buffers = Lock<[ByteBuffer]>([])

  init(limit: Int) { self.limit = limit }

  /// An empty buffer with room for that much, if there is memory. It comes back by itself when its last user lets it go.
  func buffer(_ count: Int) -> ByteBuffer {
    guard count <= limit else { return ByteBuffer(capacity: count) }
    return buffers.withLock { buffers in
      let buffer = Self.take(count, from: &buffers) ?? ByteBuffer(capacity: count)
      buffers.append(buffer)
      var kept = buffers.reduce(0) { $0 + $1.capacity }
      while kept > limit { kept -= buffers.removeFirst().capacity }
      return buffer
    }
  }

  /// One that is large enough, not twice as large, and not in use.
  private static func take(_ count: Int, from buffers: inout [ByteBuffer]) -> ByteBuffer? {
    for index in buffers.indices where count <= buffers[index].capacity && buffers[index].capacity / 2 <= count {
      guard isKnownUniquelyReferenced(&buffers[index]) else { continue }
      let buffer = buffers.remove(at: index)
      buffer.removeAll()
      return buffer
    }
    return nil
  }
}
