import Dispatch

/// The memory in which the network thread computes.
///
/// `@unchecked Sendable`: the network thread alone has it.
final class Scratch: @unchecked Sendable {
  private var memory = AlignedMemory(0)

  /// Bytes, aligned to a cache line. The largest that was asked for stays.
  func bytes(_ count: Int) throws(NetworkError) -> UnsafeMutableRawPointer {
    if memory.bytes.count < count { memory = AlignedMemory(count) }
    guard let start = memory.bytes.baseAddress else { throw NetworkError(.outOfMemory, "there is no memory for maps") }
    return start
  }
}
