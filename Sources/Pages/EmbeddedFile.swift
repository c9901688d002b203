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
