#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Bytes of pixels that are given back with the last reference.
///
/// `@unchecked Sendable`: written to by the one that makes it, before it is handed to a `Picture`, and never after.
final class PixelMemory: @unchecked Sendable {
  let bytes: UnsafeMutableBufferPointer<UInt8>

  /// So many bytes, of which nothing is known; throws where the system has none.
  init(count: Int) throws(PictureError) {
    guard let memory = malloc(max(count, 1)) else {
      throw PictureError(.noMemory, "memory for \(count) bytes of pixels could not be had", mend: "try again later")
    }
    bytes = UnsafeMutableBufferPointer(start: memory.assumingMemoryBound(to: UInt8.self), count: count)
  }

  deinit { free(bytes.baseAddress) }
}
