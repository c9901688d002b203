/// What a file says of its picture before a pixel is decoded. Reading it allocates nothing to speak of, and takes time that
/// grows with the file's bytes only.
public struct PictureHeader: Sendable, Equatable {
  /// The kind of file.
  public let format: PictureFormat
  /// Pixels of a row, as the picture is shown.
  public let width: Int
  /// Rows, as the picture is shown.
  public let height: Int
  /// How the stored pixels are turned to be shown; `Picture` is turned already.
  public let orientation: Orientation
  /// Bytes that decoding takes at one time, those of the picture (`width · height · 3`) included. No library is given more.
  public let memory: Int

  /// Which of the file's bytes a library is given.
  let body: Range<Int>
  /// Bytes of `memory` that are the library's own.
  var workspace: Int

  /// Reads the header of a file and holds it against the limits. Throws where the file is no picture, is one that is not read, is too
  /// large or ends within its header. The pixels may still be damaged.
  public init(of bytes: UnsafeRawBufferPointer, limits: PictureLimits = PictureLimits()) throws(PictureError) {
    let file = FileBytes(bytes)
    guard let format = PictureFormat(of: bytes) else {
      throw PictureError(
        .unknownFormat, "the file begins like no JPEG, PNG or WebP", mend: "send a file of one of these formats")
    }
    switch format {
    case .jpeg: try self.init(try JPEGHeader(file), format, 0..<bytes.count, limits)
    case .png: try self.init(try PNGHeader(file), format, 0..<bytes.count, limits)
    case .webp:
      let header = try WebPHeader(file)
      try self.init(header, format, header.body, limits)
    }
  }

  private init(
    _ stored: some StoredPicture, _ format: PictureFormat, _ body: Range<Int>, _ limits: PictureLimits
  ) throws(PictureError) {
    // First of all: what follows multiplies the sides.
    try limits.check(format, width: stored.width, height: stored.height)
    self.format = format
    self.body = body
    orientation = stored.orientation ?? .upright
    width = orientation.exchangesSides ? stored.height : stored.width
    height = orientation.exchangesSides ? stored.width : stored.height
    workspace = stored.workspace
    // To turn the pixels takes them twice, when the library has given back what it took.
    let pixels = stored.width * stored.height * 3
    memory = pixels + max(workspace, orientation == .upright ? 0 : pixels)
  }

  /// The sides as they are stored.
  var storedSides: (width: Int, height: Int) {
    orientation.exchangesSides ? (height, width) : (width, height)
  }
}
