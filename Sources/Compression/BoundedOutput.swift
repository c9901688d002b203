import HTTPMessages

/// A buffer that grows with what is written into it, and only so far.
struct BoundedOutput {
  private let buffer = ByteBuffer()
  private let limit: Int

  /// Less room than this is not worth a call.
  private static let leastRoom = 32 << 10
  /// zlib counts in 32 bits.
  private static let mostRoom = 1 << 30

  private let memory: MemoryBudget.Share?

  init(limit: Int, memory: MemoryBudget.Share? = nil) {
    self.limit = max(limit, 0)
    self.memory = memory
  }

  /// Lets a decoder write into the room there is and say how much it wrote. Throws once more than the limit is there.
  func write(_ fill: (UnsafeMutableRawBufferPointer) -> Int) throws(CompressionError) {
    guard buffer.count <= limit else { throw .tooLarge(limit: limit) }
    try grow()
    buffer.append(atMost: min(buffer.capacity - buffer.count, Self.mostRoom), fill)
  }

  /// What was written.
  func finish() throws(CompressionError) -> ByteBuffer {
    guard buffer.count <= limit else { throw .tooLarge(limit: limit) }
    if buffer.capacity > buffer.count + buffer.count / 8 { buffer.trim() }
    return buffer
  }

  /// At most twice what is there already. One byte beyond the limit tells a body that is too large from one that just fits.
  private func grow() throws(CompressionError) {
    guard buffer.capacity - buffer.count < Self.leastRoom else { return }
    let (most, overflow) = limit.addingReportingOverflow(1)
    let wanted = max(buffer.count + Self.leastRoom, buffer.capacity.multipliedReportingOverflow(by: 2).partialValue)
    let total = min(wanted, overflow ? limit : most)
    guard memory?.grow(by: total - buffer.capacity) ?? true, buffer.reserve(total: total) else { throw .outOfMemory }
  }
}
