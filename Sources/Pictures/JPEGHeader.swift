/// The markers of a JPEG up to its first scan (ITU-T T.81, annex B).
struct JPEGHeader: StoredPicture {
  private(set) var width = 0
  private(set) var height = 0
  private(set) var orientation: Orientation?
  private var isProgressive = false
  private var isBuffered = false
  /// Sampling factors, as (across, down).
  private var components: [(across: Int, down: Int)] = []
  private var hasExif = false

  init(_ file: FileBytes) throws(PictureError) {
    var place = 2
    while true {
      let (marker, next) = try JPEGHeader.marker(of: file, from: place)
      place = next
      // RST0 to RST7 and TEM stand alone.
      if (0xD0...0xD7).contains(marker) || marker == 0x01 { continue }
      if marker == 0xD8 || marker == 0xD9 { throw .damaged(.jpeg, "its frame header is missing") }
      guard let length = file.big(place, bytes: 2), length <= file.count - place else { throw .truncated(.jpeg) }
      guard length >= 2 else { throw .damaged(.jpeg, "a segment is shorter than its own length") }
      let segment = file[place + 2..<place + length]
      if marker == 0xDA {
        try readScan(segment)
        return
      }
      try read(segment, marker)
      place += length
    }
  }

  /// The next marker, and where what follows it begins. Bytes before it are skipped, as libjpeg does.
  private static func marker(of file: FileBytes, from start: Int) throws(PictureError) -> (marker: Int, next: Int) {
    var place = start
    while let byte = file.byte(place) {
      place += 1
      guard byte == 0xFF else { continue }
      while file.byte(place) == 0xFF { place += 1 }
      guard let marker = file.byte(place) else { break }
      place += 1
      if marker != 0 { return (marker, place) }
    }
    throw .truncated(.jpeg)
  }

  private mutating func read(_ segment: FileBytes, _ marker: Int) throws(PictureError) {
    switch marker {
    // Baseline, extended and progressive; with Huffman or arithmetic coding.
    case 0xC0, 0xC1, 0xC9: try readFrame(segment)
    case 0xC2, 0xCA:
      try readFrame(segment)
      isProgressive = true
    case 0xC3, 0xC5, 0xC6, 0xC7, 0xCB, 0xCD, 0xCE, 0xCF:
      throw .unsupported(.jpeg, "is lossless or hierarchical", mend: "save it as an ordinary JPEG")
    case 0xE1 where !hasExif && segment.hasText("Exif\0\0", at: 0):
      hasExif = true
      orientation = ExifOrientation.find(in: segment)
    default: break
    }
  }

  /// B.2.2: precision, lines, samples a line, then three bytes a component.
  private mutating func readFrame(_ segment: FileBytes) throws(PictureError) {
    guard components.isEmpty else { throw .damaged(.jpeg, "it has two frame headers") }
    guard let precision = segment.byte(0), let height = segment.big(1, bytes: 2), let width = segment.big(3, bytes: 2),
      let count = segment.byte(5)
    else { throw .damaged(.jpeg, "its frame header is too short") }
    guard precision == 8 else {
      throw .unsupported(.jpeg, "has \(precision) bits a sample", mend: "save it with 8 bits, or as PNG")
    }
    guard [1, 3, 4].contains(count) else {
      throw .unsupported(.jpeg, "has \(count) components", mend: "save it as grey, RGB or CMYK")
    }
    for index in 0..<count {
      guard let factors = segment.byte(7 + 3 * index), (1...4).contains(factors >> 4), (1...4).contains(factors & 15)
      else { throw .damaged(.jpeg, "its sampling factors are wrong") }
      components.append((factors >> 4, factors & 15))
    }
    (self.width, self.height) = (width, height)
  }

  private mutating func readScan(_ segment: FileBytes) throws(PictureError) {
    guard !components.isEmpty else { throw .damaged(.jpeg, "its frame header is missing") }
    guard let count = segment.byte(0) else { throw .damaged(.jpeg, "its scan header is too short") }
    // libjpeg then keeps the coefficients of the whole picture.
    isBuffered = isProgressive || count < components.count
  }

  /// Rows of a few blocks for each component, and where scans are put together two bytes for each coefficient.
  var workspace: Int {
    let across = components.reduce(1) { max($0, $1.across) }
    let down = components.reduce(1) { max($0, $1.down) }
    let columns = (width + 8 * across - 1) / (8 * across)
    let rows = (height + 8 * down - 1) / (8 * down)
    let blocks = components.reduce(0) { $0 + columns * $1.across * rows * $1.down }
    let wide = components.reduce(0) { $0 + columns * 8 * across * max(4, 2 * $1.down) }
    return 1 << 18 + wide * 16 + (isBuffered ? blocks * 128 + columns * across * 64 * 32 : 0)
  }
}
