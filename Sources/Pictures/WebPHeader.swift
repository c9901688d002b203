/// The chunks of a WebP (RFC 9649, §2): where its frame lies, and its EXIF.
struct WebPHeader: StoredPicture {
  let width: Int
  let height: Int
  private(set) var orientation: Orientation?
  /// The chunk `VP8 ` or `VP8L`, with its name and length; `ALPH` is of no use here.
  let body: Range<Int>
  private let isLossless: Bool

  init(_ file: FileBytes) throws(PictureError) {
    guard let size = file.little(4, bytes: 4) else { throw .truncated(.webp) }
    // What follows the container is not looked at.
    let file = file[0..<min(file.count, size + 8)]
    var place = 12
    var frame: (body: Range<Int>, isLossless: Bool)?
    var exif: FileBytes?
    while let length = file.little(place + 4, bytes: 4) {
      let content = place + 8..<place + 8 + length
      if file.hasText("ANIM", at: place) || file.hasText("ANMF", at: place) {
        throw .unsupported(.webp, "is animated", mend: "send one frame of it as a picture")
      }
      let isLossless = file.hasText("VP8L", at: place)
      if frame == nil, isLossless || file.hasText("VP8 ", at: place) { frame = (content, isLossless) }
      if exif == nil, file.hasText("EXIF", at: place) { exif = file[content] }
      place = content.upperBound + length & 1
    }
    guard let frame else { throw place > file.count ? .truncated(.webp) : .damaged(.webp, "it has no frame") }
    guard frame.body.upperBound <= file.count else { throw .truncated(.webp) }
    body = frame.body.lowerBound - 8..<frame.body.upperBound
    isLossless = frame.isLossless
    (width, height) = try (isLossless ? WebPHeader.losslessSides : WebPHeader.lossySides)(file[frame.body])
    orientation = exif.flatMap(ExifOrientation.find)
  }

  /// RFC 6386 §9.1: a key frame's tag, three bytes that never change, then 14 bits a side.
  private static func lossySides(_ frame: FileBytes) throws(PictureError) -> (Int, Int) {
    guard let width = frame.little(6, bytes: 2), let height = frame.little(8, bytes: 2) else { throw .truncated(.webp) }
    guard frame.hasBytes([0x9D, 0x01, 0x2A], at: 3) else { throw .damaged(.webp, "its frame header is wrong") }
    return (width & 0x3FFF, height & 0x3FFF)
  }

  /// RFC 9649 §3.4: a byte that never changes, then 14 bits a side less 1.
  private static func losslessSides(_ frame: FileBytes) throws(PictureError) -> (Int, Int) {
    guard let bits = frame.little(1, bytes: 4) else { throw .truncated(.webp) }
    guard frame.byte(0) == 0x2F else { throw .damaged(.webp, "its frame header is wrong") }
    return (bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1)
  }

  /// Lossy: rows of macroblocks. Lossless: four bytes a pixel, sixteen rows more, transforms and Huffman tables.
  ///
  /// The format allows 65,536 groups of tables of 12 kB. libwebp's own encoder makes at most 2,600; a file that wants more is
  /// refused for want of memory.
  var workspace: Int {
    guard isLossless else { return 1 << 20 + width * 256 }
    let blocks = (width + 3) / 4 * ((height + 3) / 4)
    return 1 << 20 + (width * height + width * 32 + blocks * 2) * 4 + min(blocks, 2600) * 12_800
  }
}
