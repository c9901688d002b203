import CMicroHTTPD
import HTTPMessages

/// A body in pieces on its way out: each piece is freed when it has been read.
///
/// Used on one network thread after the other, never on two: no lock.
final class OutgoingBody {
  /// What tells libmicrohttpd to end the connection.
  static let failed = Int(shim_content_reader_failed)
  /// How much libmicrohttpd asks for at a time.
  private static let blockSize = 256 << 10

  /// The last comes first.
  private var rest: [ByteBuffer]
  /// Which byte of the body is read next.
  private var position = 0
  /// How much of the next piece has been read.
  private var offset = 0

  init(_ pieces: [ByteBuffer]) { rest = pieces.reversed() }

  /// libmicrohttpd's response for a body. A small one in a single piece is sent from where it lies. A large one is not: a
  /// client that reads as fast as the system writes would have all of it written in one call, and others would wait.
  static func message(of pieces: [ByteBuffer]) -> OpaquePointer? {
    let message: OpaquePointer?
    let kept: Unmanaged<AnyObject>
    if pieces.count == 1, pieces[0].count <= blockSize {
      kept = .passRetained(pieces[0])
      message = MHD_create_response_from_buffer_with_free_callback_cls(
        pieces[0].count, pieces[0].baseAddress, onBodyReleased, kept.toOpaque())
    } else {
      kept = .passRetained(OutgoingBody(pieces))
      let count = UInt64(pieces.reduce(0) { $0 + $1.count })
      message = MHD_create_response_from_callback(count, blockSize, onBodyRead, kept.toOpaque(), onBodyReleased)
    }
    if message == nil { kept.release() }
    return message
  }

  /// Copies the next bytes and says how many.
  func read(at wanted: UInt64, into room: UnsafeMutableRawBufferPointer) -> Int {
    // libmicrohttpd asks for one after the other, and not beyond the end.
    guard wanted == UInt64(position) else { return Self.failed }
    var free = room[...]
    while let piece = rest.last, !free.isEmpty {
      let bytes = piece.bytes[offset...].prefix(free.count)
      UnsafeMutableRawBufferPointer(rebasing: free).copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes))
      free = free.dropFirst(bytes.count)
      offset += bytes.count
      guard offset == piece.count else { break }
      rest.removeLast()
      Disposal.drop(piece, size: piece.capacity)
      offset = 0
    }
    let count = room.count - free.count
    position += count
    return count > 0 || room.isEmpty ? count : Self.failed
  }
}
