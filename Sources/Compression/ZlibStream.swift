import CZlib
import HTTPMessages

/// A `z_stream` that stays where it is, as zlib wants it, and is let go with its owner.
final class ZlibStream {
  private let stream: UnsafeMutablePointer<z_stream>
  private let end: (UnsafeMutablePointer<z_stream>) -> Int32
  private var unread: UnsafeRawBufferPointer

  /// zlib counts in 32 bits.
  private static let largestPiece = 1 << 30

  /// A stream over `input`, which must outlive it. `start` and `end` are zlib's pair of functions.
  init(
    over input: UnsafeRawBufferPointer, start: (UnsafeMutablePointer<z_stream>) -> Int32,
    end: @escaping (UnsafeMutablePointer<z_stream>) -> Int32
  ) throws(CompressionError) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    self.end = end
    unread = input
    // Neither parameters nor version can be wrong: what is left is memory.
    guard start(stream) == Z_OK else { throw .outOfMemory }
  }

  deinit {
    _ = end(stream)
    stream.deallocate()
  }

  /// Whether zlib has taken all of the input.
  var isExhausted: Bool { stream.pointee.avail_in == 0 && unread.isEmpty }

  /// The message of the last error.
  var message: String { stream.pointee.msg.map { String(cString: $0) } ?? "not of that format" }

  /// Lets `work` read on and write into `room`; returns how many bytes it wrote, and its status.
  func run(into room: UnsafeMutableRawBufferPointer, _ work: (UnsafeMutablePointer<z_stream>) -> Int32)
    -> (written: Int, status: Int32)
  {
    feed()
    stream.pointee.next_out = room.assumingMemoryBound(to: UInt8.self).baseAddress
    stream.pointee.avail_out = UInt32(clamping: room.count)
    let status = work(stream)
    return (room.count - Int(stream.pointee.avail_out), status)
  }

  /// Begins anew where the input was left.
  func restart() -> Bool { inflateReset(stream) == Z_OK }

  /// Whether all of the input has been shown to zlib: then it may finish.
  var isFed: Bool { unread.isEmpty }

  private func feed() {
    guard stream.pointee.avail_in == 0, !unread.isEmpty else { return }
    let piece = UnsafeRawBufferPointer(rebasing: unread.prefix(Self.largestPiece))
    // zlib's interface is older than const; it does not write there.
    stream.pointee.next_in = UnsafeMutablePointer(mutating: piece.assumingMemoryBound(to: UInt8.self).baseAddress)
    stream.pointee.avail_in = UInt32(piece.count)
    unread = UnsafeRawBufferPointer(rebasing: unread.dropFirst(piece.count))
  }
}
