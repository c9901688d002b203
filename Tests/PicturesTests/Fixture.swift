import Foundation

@testable import Pictures

/// Files that Tests/Vectors/make_pictures.py wrote, and those of other tests.
enum Fixture {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

  /// Names of all files that hold pictures.
  static let pictures: [String] = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { !$0.hasSuffix(".json") }.sorted()

  static func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: name))) }

  /// A picture of the detector that several tests share.
  static func shapes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: "../../Fixtures/shapes/\(name)")))
  }

  static func json<T: Decodable>(_ name: String, as type: T.Type) throws -> T {
    try JSONDecoder().decode(T.self, from: Data(contentsOf: folder.appending(path: name)))
  }

  /// Numbers as their bytes in base64.
  static func floats(_ text: String) -> [Float] {
    guard let data = Data(base64Encoded: text) else { return [] }
    return data.withUnsafeBytes { $0.bindMemory(to: Float.self).map { $0 } }
  }

  static func decode(_ bytes: [UInt8], limits: PictureLimits = PictureLimits()) throws(PictureError) -> Picture {
    try bytes.withUnsafeBytes { bytes in
      Result { () throws(PictureError) in try Picture(decoding: bytes, PictureHeader(of: bytes, limits: limits)) }
    }.get()
  }

  static func header(_ bytes: [UInt8], limits: PictureLimits = PictureLimits()) throws(PictureError) -> PictureHeader {
    try bytes.withUnsafeBytes { bytes in
      Result { () throws(PictureError) in try PictureHeader(of: bytes, limits: limits) }
    }.get()
  }
}

extension Picture {
  var bytes: [UInt8] { withPixels { Array($0) } }

  /// FNV-1a of 64 bits.
  var hash: String {
    let value = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
