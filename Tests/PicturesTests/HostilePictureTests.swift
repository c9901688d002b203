import XCTest

@testable import Pictures

/// What no encoder writes: each is a picture or a clear error, and the process goes on.
final class HostilePictureTests: XCTestCase {
  private let limits = PictureLimits(side: 2000, pixels: 200_000)

  /// A picture of the sides that the header gives, or an error in words.
  private func attempt(_ bytes: [UInt8], _ name: String) {
    do throws(PictureError) {
      let header = try Fixture.header(bytes, limits: limits)
      let picture = try Fixture.decode(bytes, limits: limits)
      XCTAssertEqual([picture.width, picture.height], [header.width, header.height], name)
    } catch {
      XCTAssertFalse(error.what.isEmpty || error.mend.isEmpty, name)
      XCTAssertNotEqual(error.kind, .deadlineExceeded, name)
    }
  }

  func testMutatedFiles_GiveAPictureOrAClearError() throws {
    let files = try Fixture.pictures.map { try (name: $0, bytes: Fixture.bytes($0)) }
    var random = Linear(state: 20_261_130)
    for round in 0..<2000 {
      let file = files[round % files.count]
      attempt(mutated(file.bytes, files[Int.random(in: 0..<files.count, using: &random)].bytes, &random), file.name)
    }
  }

  func testEveryBeginningOfAFile_IsAnErrorOrAPicture() throws {
    for name in ["progressive.jpg", "palette-4.png", "grey-2-interlaced.png", "lossy-alpha.webp", "orientation-7.webp"]
    {
      let bytes = try Fixture.bytes(name)
      for count in 0..<bytes.count { attempt(Array(bytes.prefix(count)), name) }
      XCTAssertThrowsError(try Fixture.decode(Array(bytes.prefix(bytes.count / 2)))) {
        XCTAssertEqual(($0 as? PictureError)?.kind, .truncated, name)
      }
    }
  }

  /// A scan of few bytes is a pass over the whole picture.
  func testManyScans_AreRefused() throws {
    let bytes = try Fixture.bytes("progressive.jpg")
    let scan = try XCTUnwrap(bytes.indices.last { bytes[$0...].starts(with: [0xFF, 0xDA]) })
    let end = bytes.count - 2
    let many = bytes[..<end] + Array(repeatElement(bytes[scan..<end], count: 100).joined()) + bytes[end...]
    XCTAssertThrowsError(try Fixture.decode(Array(many))) {
      XCTAssertEqual("\($0)", "the JPEG file has more than 64 scans; save it as an ordinary JPEG")
    }
  }

  private func mutated(_ bytes: [UInt8], _ other: [UInt8], _ random: inout Linear) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let place = Int.random(in: 0..<max(1, bytes.count), using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 2: bytes[place] = [0, 1, 0x7F, 0x80, 0xFE, 0xFF][Int.random(in: 0..<6, using: &random)]
      case 3: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...32, using: &random)))
      case 4: bytes.insert(contentsOf: bytes[place...].prefix(Int.random(in: 1...64, using: &random)), at: place)
      default:
        let piece = other.dropFirst(Int.random(in: 0..<other.count, using: &random)).prefix(48)
        bytes.replaceSubrange(place..<min(bytes.count, place + piece.count), with: piece)
      }
      if bytes.isEmpty { bytes = [0] }
    }
    return bytes
  }
}

/// The same numbers in each run (Knuth's MMIX).
struct Linear: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 33
  }
}
