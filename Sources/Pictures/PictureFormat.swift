/// The kinds of files that are read.
public enum PictureFormat: String, Sendable, CaseIterable {
  /// JPEG (ITU-T T.81), baseline or progressive, 8 bits.
  case jpeg = "JPEG"
  /// PNG, all colour types and depths; of an animated one the default picture.
  case png = "PNG"
  /// WebP, lossy or lossless; not animated.
  case webp = "WebP"

  /// Its media type.
  public var mediaType: String { "image/" + rawValue.lowercased() }

  /// The format of a file by its first bytes, whatever its name or media type says.
  public init?(of bytes: UnsafeRawBufferPointer) {
    let file = FileBytes(bytes)
    if file.hasBytes([0xFF, 0xD8, 0xFF], at: 0) {
      self = .jpeg
    } else if file.hasBytes([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], at: 0) {
      self = .png
    } else if file.hasText("RIFF", at: 0), file.hasText("WEBP", at: 8) {
      self = .webp
    } else {
      return nil
    }
  }
}
