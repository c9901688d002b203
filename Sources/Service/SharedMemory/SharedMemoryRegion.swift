import DetectionCore
import Glibc
import HTTPMessages
import Operations
import Synchronization

/// A part of a POSIX shared-memory object that a client has registered.
///
/// Bytes are read and written by `pread` and `pwrite`, never through a mapping: an object that shrinks gives a short read
/// instead of SIGBUS, and what has been checked cannot change between the check and its use.
final class SharedMemoryRegion: Sendable {
  /// The object's name.
  let key: String
  /// Where the region begins in the object, in bytes.
  let offset: Int
  /// Its length, in bytes.
  let byteSize: Int
  private let file: Int32

  /// Opens the object and makes sure that it holds the region.
  init(key: String, offset: Int, byteSize: Int) throws(Problem) {
    guard Self.isPlain(key) else {
      throw Problem(.outOfRange, at: "/key", "a key is a name without slashes, but for one in front; found \(key)")
    }
    let name = key.hasPrefix("/") ? key : "/" + key
    let file = shm_open(name, O_RDWR | O_CLOEXEC, 0)
    guard file >= 0 else {
      throw Problem(.outOfRange, at: "/key", "the shared-memory object \(key) cannot be opened: \(Self.reason(errno))")
    }
    let size = Self.size(of: file)
    let (end, overflow) = offset.addingReportingOverflow(byteSize)
    guard !overflow, offset >= 0, byteSize > 0, end <= size else {
      close(file)
      throw Problem(
        .outOfRange, at: "/byte_size",
        "the region of \(byteSize) bytes from \(offset) is not inside the object \(key), which has \(size) bytes")
    }
    self.file = file
    self.key = key
    self.offset = offset
    self.byteSize = byteSize
  }

  deinit { close(file) }

  /// A copy of bytes of the region.
  struct Copy {
    let buffer: ByteBuffer
    /// Whether they were looked at as float32, and are all finite.
    let areFinite: Bool
  }

  /// Bytes that are copied, and looked at, together: half of what a processor has nearest by.
  private static let piece = 256 << 10

  /// A copy of bytes of the region; `nil` if the object does not hold them any more, or there is no memory. What is looked at
  /// is the copy, which no client can reach.
  func read(from start: Int, count: Int, asFloats: Bool) -> Copy? {
    let buffer = ByteBuffer(capacity: count)
    let isOdd = Atomic(!asFloats)
    buffer.append(atMost: count) { target in
      copy(from: start, to: target) { piece in
        if asFloats, !DetectionCore.areFinite(piece.bindMemory(to: Float.self)) {
          isOdd.store(true, ordering: .relaxed)
        }
      } ? count : 0
    }
    guard buffer.count == count else { return nil }
    return Copy(buffer: buffer, areFinite: !isOdd.load(ordering: .relaxed))
  }

  /// Copies in pieces, on all processors, and lets `look` have each while it is near.
  private func copy(
    from start: Int, to target: UnsafeMutableRawBufferPointer, _ look: @Sendable (UnsafeRawBufferPointer) -> Void
  ) -> Bool {
    let piece = Self.piece
    let missing = Atomic(false)
    nonisolated(unsafe) let target = target
    Parallel.forEach((target.count + piece - 1) / piece) { index in
      let range = index * piece..<min((index + 1) * piece, target.count)
      let place = UnsafeMutableRawBufferPointer(rebasing: target[range])
      if read(from: start + range.lowerBound, to: place) {
        look(UnsafeRawBufferPointer(place))
      } else {
        missing.store(true, ordering: .relaxed)
      }
    }
    return !missing.load(ordering: .relaxed)
  }

  private func read(from start: Int, to target: UnsafeMutableRawBufferPointer) -> Bool {
    var done = 0
    while done < target.count, let base = target.baseAddress {
      let got = pread(file, base + done, target.count - done, off_t(offset + start + done))
      if got < 0 && errno == EINTR { continue }
      guard got > 0 else { return false }
      done += got
    }
    return true
  }

  /// Writes bytes into the region; false if the object does not hold that place any more.
  func write(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
    // pwrite beyond the end would let the object grow.
    guard offset + start + bytes.count <= Self.size(of: file) else { return false }
    var done = 0
    while done < bytes.count, let base = bytes.baseAddress {
      let put = pwrite(file, base + done, bytes.count - done, off_t(offset + start + done))
      if put < 0 && errno == EINTR { continue }
      guard put > 0 else { return false }
      done += put
    }
    return true
  }

  private static func size(of file: Int32) -> Int {
    var status = stat()
    return fstat(file, &status) == 0 ? Int(status.st_size) : 0
  }

  /// shm_overview(7): a name is `/` and up to 254 characters, none of them a slash.
  private static func isPlain(_ key: String) -> Bool {
    let name = key.hasPrefix("/") ? key.dropFirst() : key[...]
    return !name.isEmpty && name.utf8.count < 255 && name != "." && name != ".."
      && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "there is no such object"
    case EACCES: "permission denied"
    default: String(cString: strerror(code))
    }
  }
}
