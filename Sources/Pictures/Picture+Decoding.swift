import CPictures
public import DetectionCore

extension Picture {
  /// Decodes a file, on the calling thread: the bytes that Pillow's `convert("RGB")` gives after `exif_transpose`.
  ///
  /// Grey is repeated, palettes are looked up, alpha is dropped, of 16 bits the upper 8 are kept, CMYK is taken as Adobe
  /// writes it. Colour profiles and gamma are not applied. Decoding takes `header.memory` bytes at the most. The deadline is polled every
  /// few rows, of a WebP at each sixteenth of the file.
  ///
  /// - Parameters:
  ///   - bytes: the file whose header it is.
  ///   - header: what was read of the same bytes.
  ///   - deadline: when to give up.
  public init(
    decoding bytes: UnsafeRawBufferPointer, _ header: PictureHeader, deadline: Deadline = .never
  ) throws(PictureError) {
    let stored = header.storedSides
    let memory = try PixelMemory(count: stored.width * stored.height * 3)
    try Picture.decode(
      UnsafeRawBufferPointer(rebasing: bytes[header.body.clamped(to: 0..<bytes.count)]), header, deadline, memory)
    self.init(
      width: header.width, height: header.height,
      try Picture.turn(memory, width: stored.width, height: stored.height, header.orientation))
  }

  private static func decode(
    _ bytes: UnsafeRawBufferPointer, _ header: PictureHeader, _ deadline: Deadline, _ memory: PixelMemory
  ) throws(PictureError) {
    let stored = header.storedSides
    var job = picture_job()
    job.bytes = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    job.size = bytes.count
    job.width = UInt32(clamping: stored.width)
    job.height = UInt32(clamping: stored.height)
    job.pixels = memory.bytes.baseAddress
    job.memory = header.workspace
    job.is_over = { $0?.assumingMemoryBound(to: Deadline.self).pointee.isOver ?? false }
    let status = withUnsafePointer(to: deadline) { deadline in
      job.context = UnsafeRawPointer(deadline)
      switch header.format {
      case .jpeg: return picture_decode_jpeg(&job)
      case .png: return picture_decode_png(&job)
      case .webp: return picture_decode_webp(&job)
      }
    }
    guard status != picture_done else { return }
    throw error(status, header.format, words: withUnsafeBytes(of: job.words) { text($0) })
  }

  /// A library's words up to their zero.
  private static func text(_ words: UnsafeRawBufferPointer) -> String {
    String(decoding: words.prefix { $0 != 0 }, as: UTF8.self)
  }

  private static func error(_ status: picture_status, _ format: PictureFormat, words: String) -> PictureError {
    switch status {
    case picture_truncated: return .truncated(format)
    case picture_unsupported:
      return .unsupported(format, "is of a kind that is not read", mend: "save it as an ordinary \(format.rawValue)")
    case picture_no_memory:
      return PictureError(
        .noMemory, "the \(format.rawValue) file wants more memory than its size accounts for",
        mend: "save the picture anew and send that file")
    case picture_many_scans:
      return .unsupported(format, "has more than \(picture_scans) scans", mend: "save it as an ordinary JPEG")
    case picture_over:
      return PictureError(.deadlineExceeded, "decoding the picture took too long", mend: "send it smaller")
    case picture_disagrees: return .damaged(format, "it gives its sides twice, and differently")
    default: return .damaged(format, words)
    }
  }

  /// The pixels as they are shown.
  private static func turn(
    _ stored: PixelMemory, width: Int, height: Int, _ orientation: Orientation
  ) throws(PictureError) -> PixelMemory {
    guard orientation != .upright else { return stored }
    let turned = try PixelMemory(count: stored.bytes.count)
    let steps = orientation.steps(width: width, height: height)
    guard let from = stored.bytes.baseAddress, let to = turned.bytes.baseAddress else { return stored }
    for row in 0..<height {
      for column in 0..<width {
        let source = from + 3 * (row * width + column)
        let target = to + 3 * (steps.first + steps.row * row + steps.column * column)
        (target[0], target[1], target[2]) = (source[0], source[1], source[2])
      }
    }
    return turned
  }
}
