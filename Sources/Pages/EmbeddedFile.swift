import CPages

/// A file among the program's constants.
///
/// `@unchecked Sendable`: the bytes are constants of the program, which nothing writes to and which outlive every value.
struct EmbeddedFile: @unchecked Sendable {
  let name: String
  let bytes: UnsafeRawBufferPointer

  init(_ file: focald_file) {
    name = file.name.map { String(cString: $0) } ?? ""
    bytes = UnsafeRawBufferPointer(start: file.start, count: file.count)
  }
}

/// The tables of files.
enum EmbeddedFiles {
  static let assets = files(focald_assets(), focald_asset_count())
  static let guides = files(focald_guides(), focald_guide_count())

  private static func files(_ start: UnsafePointer<focald_file>?, _ count: Int) -> [EmbeddedFile] {
    UnsafeBufferPointer(start: start, count: count).map(EmbeddedFile.init)
  }
}
