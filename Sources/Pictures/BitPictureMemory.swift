import CPictures
public import DetectionCore

/// Memory for pictures of one bit a pixel and their PNG files: taken once for the largest, used for one after the other.
public struct BitPictureMemory {
  private let bits: PixelMemory
  private let file: PixelMemory

  /// Bytes that the bits of a mask of so many pixels take.
  public static func size(height: Int, width: Int) -> Int { height * ((width + 7) / 8) }

  /// Bytes that a mask's bits take.
  public static func size(of mask: RunLengthMask) -> Int { size(height: mask.height, width: mask.width) }

  /// Bytes that memory for so many bytes of bits takes.
  public static func size(forBits bits: Int) -> Int { bits + capacity(bits) + workspace }

  /// Bytes of a file at the most: deflate makes less than a sixth more of what it cannot compress, and chunks have their frames.
  private static func capacity(_ bits: Int) -> Int { bits + bits / 2 + 4096 }

  /// What libspng takes: its rows, zlib's windows, and the parts that it writes in.
  private static let workspace = 1 << 20

  /// Memory for so many bytes of bits.
  public init(bits: Int) throws(PictureError) {
    self.bits = try PixelMemory(count: bits)
    file = try PixelMemory(count: Self.capacity(bits))
  }

  /// A mask as a grey PNG file of one bit a pixel, white inside. It must fit in.
  public func png(of mask: RunLengthMask, deadline: Deadline = .never) throws(PictureError) -> UnsafeRawBufferPointer {
    guard mask.height > 0, mask.width > 0, Self.size(of: mask) <= bits.bytes.count, let start = bits.bytes.baseAddress
    else {
      throw PictureError(.unsupported, "a PNG file has a pixel at least", mend: "give the picture a size")
    }
    mask.bits(to: start)
    var job = picture_bits()
    job.bits = UnsafePointer(start)
    (job.width, job.height) = (UInt32(clamping: mask.width), UInt32(clamping: mask.height))
    (job.file, job.capacity) = (file.bytes.baseAddress, file.bytes.count)
    job.memory = Self.workspace
    job.is_over = { $0?.assumingMemoryBound(to: Deadline.self).pointee.isOver ?? false }
    let status = withUnsafePointer(to: deadline) { deadline in
      job.context = UnsafeRawPointer(deadline)
      return picture_encode_png(&job)
    }
    switch status {
    case picture_done: return UnsafeRawBufferPointer(UnsafeMutableBufferPointer(rebasing: file.bytes[..<job.size]))
    case picture_over:
      throw PictureError(.deadlineExceeded, "writing the masks took too long", mend: "ask for fewer, or for runs")
    default:
      throw PictureError(.noMemory, "memory for a PNG file could not be had", mend: "try again later")
    }
  }
}
