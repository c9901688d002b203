import CZlib
import HTTPMessages

/// The body in gzip or deflate.
func deflated(_ body: ByteBuffer, _ coding: ContentCoding, level: Int) throws(CompressionError) -> ByteBuffer {
  try withExtendedLifetime(body) { () throws(CompressionError) -> ByteBuffer in
    let stream = try ZlibStream(
      over: body.bytes, start: { begin($0, isGzip: coding == .gzip, level: level) }, end: { deflateEnd($0) })
    let output = BoundedOutput(limit: .max / 8)
    var status = Z_OK
    while status != Z_STREAM_END {
      try output.write { room in
        let step = stream.run(into: room) { CZlib.deflate($0, stream.isFed ? Z_FINISH : Z_NO_FLUSH) }
        status = step.status
        return step.written
      }
      guard status == Z_OK || status == Z_BUF_ERROR || status == Z_STREAM_END else { throw .outOfMemory }
    }
    return try output.finish()
  }
}

private func begin(_ stream: UnsafeMutablePointer<z_stream>, isGzip: Bool, level: Int) -> Int32 {
  deflateInit2_(
    stream, Int32(min(max(level, 0), 9)), Z_DEFLATED, isGzip ? 15 + 16 : 15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
    Int32(MemoryLayout<z_stream>.size))
}
