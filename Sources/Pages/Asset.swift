import CPages

/// A file that a browser gets, as it is.
///
/// `@unchecked Sendable`: the bytes are constants of the program.
public struct Asset: @unchecked Sendable {
  /// Its last path segment: `plot.js`.
  public let name: String
  /// Its bytes, in the program's own memory.
  public let bytes: UnsafeRawBufferPointer

  /// Every file of `Assets`.
  public static var all: [Asset] { EmbeddedFiles.assets.map(Asset.init) }

  /// The file of that name.
  public static func named(_ name: String) -> Asset? { EmbeddedFiles.assets.first { $0.name == name }.map(Asset.init) }

  init(_ file: EmbeddedFile) {
    name = file.name
    bytes = file.bytes
  }

  /// The media type, by the name's end.
  public var type: String {
    switch name.split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "js": "text/javascript; charset=utf-8"
    case "svg": "image/svg+xml"
    case "webp": "image/webp"
    case "json": "application/json"
    default: "application/octet-stream"
    }
  }

  /// The bytes as text; empty for a file that is not there.
  static func text(_ name: String) -> String { named(name).map { String(decoding: $0.bytes, as: UTF8.self) } ?? "" }
}
