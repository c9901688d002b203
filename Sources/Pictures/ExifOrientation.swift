/// The tag `Orientation` of EXIF's bytes.
enum ExifOrientation {
  private static let tag = 0x0112

  /// What the first directory says; `nil` where it says nothing that can be read. Such files are shown as they are stored.
  ///
  /// The bytes are a TIFF file (TIFF 6.0 §2): byte order, 42, the place of the first directory; there a count, and twelve
  /// bytes an entry: tag, type, count, value. Before them may stand `Exif` and two zeros.
  static func find(in exif: FileBytes) -> Orientation? {
    let tiff = exif.hasText("Exif\0\0", at: 0) ? exif[6..<max(6, exif.count)] : exif
    let isLittle = tiff.hasText("II", at: 0)
    guard isLittle || tiff.hasText("MM", at: 0) else { return nil }
    func number(_ place: Int, _ length: Int) -> Int? {
      isLittle ? tiff.little(place, bytes: length) : tiff.big(place, bytes: length)
    }
    guard number(2, 2) == 42, let directory = number(4, 4), let count = number(directory, 2) else { return nil }
    for entry in 0..<count {
      let place = directory + 2 + 12 * entry
      guard let found = number(place, 2), let type = number(place + 2, 2) else { return nil }
      guard found == tag else { continue }
      // SHORT is 3, LONG 4.
      return number(place + 8, type == 4 ? 4 : 2).flatMap(Orientation.init)
    }
    return nil
  }
}
