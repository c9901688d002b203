/// A run of a buffer's bytes, or all of them: what a reader is given in place of a copy.
///
/// `ByteBuffer.padding` bytes behind the last one can be read as well: the buffer's padding, or what follows in the
/// buffer. Of the latter nothing is known.
public struct ByteSlice: Sendable {
  /// Where the bytes lie.
  public let buffer: ByteBuffer
  /// Which of the buffer's bytes.
  public let range: Range<Int>

  /// All bytes of a buffer.
  public init(_ buffer: ByteBuffer) { self.init(buffer, 0..<buffer.count) }

  /// The bytes of a range, as far as the buffer has them.
  public init(_ buffer: ByteBuffer, _ range: Range<Int>) {
    self.buffer = buffer
    self.range = range.clamped(to: 0..<buffer.count)
  }

  /// How many bytes there are.
  public var count: Int { bytes.count }

  /// The bytes, valid while the buffer lives and is not written to; none once it was discarded.
  public var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: buffer.bytes[range.clamped(to: 0..<buffer.count)])
  }

  /// Where the first byte lies.
  public var baseAddress: UnsafeMutableRawPointer {
    buffer.baseAddress + range.clamped(to: 0..<buffer.count).lowerBound
  }

  /// The bytes as text; ill-formed UTF-8 is repaired with U+FFFD.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The bytes of a range, counted from the slice's first byte, as far as the slice has them.
  public subscript(part: Range<Int>) -> ByteSlice {
    let part = part.clamped(to: 0..<count)
    return ByteSlice(buffer, range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound)
  }
}
