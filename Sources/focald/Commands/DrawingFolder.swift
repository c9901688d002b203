import Files
import FoundationEssentials
import Glibc
import HTTPMessages

/// A folder that drawings of pictures go to, each under its picture's name.
final class DrawingFolder {
  private let path: String
  private var names: Set<String> = []

  /// The folder, which is made if there is none.
  init(_ path: String) throws(SystemError) {
    self.path = path
    guard (try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)) != nil else {
      throw SystemError(errno == 0 ? ENOTDIR : errno)
    }
  }

  /// Writes a drawing: `a.svg` for `pictures/a.jpg`, and `a-2.svg` for a second picture of that name.
  func write(_ svg: ByteBuffer, of picture: String) throws(SystemError) {
    let file = picture.split(separator: "/").last.map(String.init) ?? picture
    let stem = file.lastIndex(of: ".").flatMap { $0 > file.startIndex ? String(file[..<$0]) : nil } ?? file
    var (name, number) = (stem, 1)
    while !names.insert(name).inserted {
      number += 1
      name = "\(stem)-\(number)"
    }
    let output = open("\(path)/\(name).svg", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard output >= 0 else { throw SystemError(errno) }
    defer { close(output) }
    guard writeWhole(svg.bytes, to: output) else { throw SystemError(errno) }
  }
}
