import CZstd
import HTTPMessages

/// Undoes zstd: frame after frame, up to the last byte.
final class ZstdFrames {
  private let context: OpaquePointer

  /// What `zstd --long` makes, 128 MiB. As much memory may be used besides the output, but never more than the output is.
  private static let largestWindowLog: Int32 = 27

  init() throws(CompressionError) {
    guard let context = ZSTD_createDCtx() else { throw .outOfMemory }
    self.context = context
    ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.largestWindowLog)
  }

  deinit { ZSTD_freeDCtx(context) }

  func decompress(
    _ body: ByteBuffer, limit: Int, memory: MemoryBudget.Share? = nil
  ) throws(CompressionError) -> ByteBuffer {
    try withExtendedLifetime(body) { () throws(CompressionError) -> ByteBuffer in
      let output = BoundedOutput(limit: limit, memory: memory)
      var input = ZSTD_inBuffer(src: body.baseAddress, size: body.count, pos: 0)
      repeat {
        try checkMagic(body.bytes, at: input.pos)
        try decompressFrame(&input, into: output)
      } while input.pos < input.size
      return try output.finish()
    }
  }

  private func decompressFrame(_ input: inout ZSTD_inBuffer, into output: BoundedOutput) throws(CompressionError) {
    var status = 1
    while status != 0 {
      var hasRoom = false
      try output.write { room in
        var piece = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
        status = ZSTD_decompressStream(context, &piece, &input)
        hasRoom = piece.pos < piece.size
        return piece.pos
      }
      guard ZSTD_isError(status) == 0 else { throw Self.error(status) }
      if status != 0, input.pos == input.size, hasRoom { throw .truncated(.zstd) }
    }
  }

  /// RFC 8878 §3.1 — frames and skippable frames, and nothing else: the library would also read what zstd wrote before
  /// it had a standard, with decoders that no one maintains.
  private func checkMagic(_ bytes: UnsafeRawBufferPointer, at position: Int) throws(CompressionError) {
    guard bytes.count - position >= 4 else { throw .truncated(.zstd) }
    let magic = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
    guard magic == ZSTD_MAGICNUMBER || magic & 0xFFFF_FFF0 == 0x184D_2A50 else {
      throw .corrupt(.zstd, reason: position == 0 ? "not of that format" : "bytes follow its end")
    }
  }

  private static func error(_ status: Int) -> CompressionError {
    if ZSTD_getErrorCode(status) == ZSTD_error_memory_allocation { return .outOfMemory }
    return .corrupt(.zstd, reason: String(cString: ZSTD_getErrorName(status)))
  }
}

/// The body as one zstd frame.
func zstdFrame(_ body: ByteBuffer, level: Int) throws(CompressionError) -> ByteBuffer {
  let output = ByteBuffer()
  var status = 0
  let done = output.append(atMost: ZSTD_compressBound(body.count)) { room in
    status = ZSTD_compress(room.baseAddress, room.count, body.baseAddress, body.count, Int32(clamping: level))
    return ZSTD_isError(status) == 0 ? status : 0
  }
  guard done, ZSTD_isError(status) == 0 else { throw .outOfMemory }
  output.trim()
  return output
}
