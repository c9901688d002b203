/// The first chunk of a PNG, and its EXIF (PNG, third edition, §11).
struct PNGHeader: StoredPicture {
  let width: Int
  let height: Int
  let orientation: Orientation?
  private let bitsPerPixel: Int

  init(_ file: FileBytes) throws(PictureError) {
    guard file.count >= 33 else { throw .truncated(.png) }
    guard file.hasText("IHDR", at: 12), file.big(8, bytes: 4) == 13, let width = file.big(16, bytes: 4),
      let height = file.big(20, bytes: 4), let depth = file.byte(24), let type = file.byte(25)
    else { throw .damaged(.png, "it does not begin with its header") }
    guard let channels = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][type], [1, 2, 4, 8, 16].contains(depth) else {
      throw .damaged(.png, "its colour type or depth does not exist")
    }
    (self.width, self.height) = (width, height)
    bitsPerPixel = channels * depth
    orientation = PNGHeader.exif(of: file).flatMap(ExifOrientation.find)
  }

  /// The chunk `eXIf`, wherever it stands. A chunk is its length, its type, its bytes and four of checksum.
  private static func exif(of file: FileBytes) -> FileBytes? {
    var place = 8
    while let length = file.big(place, bytes: 4) {
      if file.hasText("eXIf", at: place + 4) { return file[place + 8..<place + 8 + length] }
      place += length + 12
    }
    return nil
  }

  /// Three rows as stored and one as RGBA of 16 bits, zlib's window and tables, and the library's own state.
  var workspace: Int { 1 << 18 + (width * bitsPerPixel / 8 + 64) * 3 + width * 8 }
}
