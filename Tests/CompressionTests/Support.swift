import HTTPMessages
import Testing

@testable import Compression

/// The codings that change a body.
let realCodings: [ContentCoding] = [.gzip, .deflate, .zstd]

/// Bytes of hexadecimal digits.
func bytes(_ digits: String) -> ByteBuffer {
  let digits = Array(digits.utf8)
  let pairs = stride(from: 0, to: digits.count - 1, by: 2)
  return ByteBuffer(pairs.map { UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16) ?? 0 })
}

/// The bodies one after the other.
func joined(_ bodies: ByteBuffer...) -> ByteBuffer {
  let all = ByteBuffer()
  for body in bodies { all.append(body.bytes) }
  return all
}

/// The bytes of a body, which a temporary value would take with it.
func elements(_ body: ByteBuffer) -> [UInt8] { Array(body.bytes) }

/// The first bytes of a body.
func prefix(_ body: ByteBuffer, _ count: Int) -> ByteBuffer {
  ByteBuffer(UnsafeRawBufferPointer(rebasing: body.bytes.prefix(count)))
}

/// What undoing a coding throws; `nil` if it does not.
func failure(_ coding: ContentCoding, _ body: ByteBuffer, limit: Int = 1 << 20) -> CompressionError? {
  do throws(CompressionError) {
    _ = try coding.decompress(body, limit: limit)
    return nil
  } catch {
    return error
  }
}
