import CZlib
import HTTPMessages

/// Undoes gzip and deflate.
struct Inflation {
  private let coding: ContentCoding

  init(_ coding: ContentCoding) { self.coding = coding }

  func decompress(
    _ body: ByteBuffer, limit: Int, memory: MemoryBudget.Share? = nil
  ) throws(CompressionError) -> ByteBuffer {
    try withExtendedLifetime(body) { () throws(CompressionError) -> ByteBuffer in
      let windowBits = windowBits(for: body.bytes)
      let stream = try ZlibStream(
        over: body.bytes,
        start: { inflateInit2_($0, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) },
        end: { inflateEnd($0) })
      let output = BoundedOutput(limit: limit, memory: memory)
      repeat { try inflateMember(stream, into: output) } while try beginsAnother(stream)
      return try output.finish()
    }
  }

  private func inflateMember(_ stream: ZlibStream, into output: BoundedOutput) throws(CompressionError) {
    while true {
      var status = Z_OK
      try output.write { room in
        let step = stream.run(into: room) { inflate($0, Z_NO_FLUSH) }
        status = step.status
        return step.written
      }
      switch status {
      case Z_OK: continue
      case Z_STREAM_END: return
      // There was room to write, so what is missing is input.
      case Z_BUF_ERROR where stream.isExhausted: throw .truncated(coding)
      case Z_BUF_ERROR: continue
      case Z_MEM_ERROR: throw .outOfMemory
      case Z_NEED_DICT: throw .corrupt(coding, reason: "needs a dictionary")
      default: throw .corrupt(coding, reason: stream.message)
      }
    }
  }

  /// RFC 1952 §2.2 — a gzip file is one member after the other; after deflate's end there is nothing.
  private func beginsAnother(_ stream: ZlibStream) throws(CompressionError) -> Bool {
    guard !stream.isExhausted else { return false }
    guard coding == .gzip, stream.restart() else { throw .corrupt(coding, reason: "bytes follow its end") }
    return true
  }

  /// How zlib learns the format. RFC 1950 §2.2 — a header of two bytes that 31 divides, method 8; else it is deflate
  /// without one.
  private func windowBits(for bytes: UnsafeRawBufferPointer) -> Int32 {
    if coding == .gzip { return 15 + 16 }
    guard bytes.count >= 2 else { return 15 }
    let isZlib = bytes[0] & 0x0F == 8 && (Int(bytes[0]) << 8 + Int(bytes[1])).isMultiple(of: 31)
    return isZlib ? 15 : -15
  }
}
