import CPages

/// The tables of files.
enum EmbeddedFiles {
  static let assets = files(focald_assets(), focald_asset_count())
  static let guides = files(focald_guides(), focald_guide_count())

  private static func files(_ start: UnsafePointer<focald_file>?, _ count: Int) -> [EmbeddedFile] {
    UnsafeBufferPointer(start: start, count: count).map(EmbeddedFile.init)
  }
}
