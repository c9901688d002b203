import DetectionCore
import Foundation
import XCTest

@testable import Pictures

final class PictureDecodingTests: XCTestCase {
  private struct Expected: Decodable {
    let width: Int
    let height: Int
    let pixels: String
  }

  /// Colours, depths, subsampling, palettes, interlacing, progressive scans, alpha, CMYK, YCCK and orientations.
  func testPixels_EqualPillowsByteForByte() throws {
    let expected = try Fixture.json("pixels.json", as: [String: Expected].self)
    XCTAssertEqual(expected.keys.sorted(), Fixture.pictures)
    for (name, wanted) in expected {
      let picture = try Fixture.decode(Fixture.bytes(name))
      XCTAssertEqual(picture.width, wanted.width, name)
      XCTAssertEqual(picture.height, wanted.height, name)
      XCTAssertEqual(Data(picture.bytes).base64EncodedString(), wanted.pixels, name)
    }
  }

  func testPixelsOfPhotographs_EqualPillows() throws {
    let hashes = try Fixture.json("shapes.json", as: Shapes.self).hashes
    XCTAssertEqual(hashes.count, 3)
    for (name, hash) in hashes { XCTAssertEqual(try Fixture.decode(Fixture.shapes(name)).hash, hash, name) }
  }

  func testDeadline_IsPolledInEachFormat() throws {
    for name in ["rgb-420.jpg", "progressive.jpg", "rgb-8.png", "rgb-interlaced.png", "lossy.webp", "lossless.webp"] {
      let bytes = try Fixture.bytes(name)
      let over = Deadline(.now - .seconds(1))
      try bytes.withUnsafeBytes { bytes in
        let header = try PictureHeader(of: bytes)
        XCTAssertThrowsError(try Picture(decoding: bytes, header, deadline: over), name) {
          XCTAssertEqual(($0 as? PictureError)?.kind, .deadlineExceeded, name)
        }
      }
    }
  }

  /// In force for every library: the same files decode with what their headers say.
  func testLibrary_IsGivenNoMoreMemoryThanTheHeaderSays() throws {
    for name in ["progressive-tall.jpg", "rgb-8.png", "lossy.webp", "lossless.webp"] {
      let bytes = try Fixture.bytes(name)
      try bytes.withUnsafeBytes { bytes in
        var header = try PictureHeader(of: bytes)
        header.workspace = 2000
        XCTAssertThrowsError(try Picture(decoding: bytes, header), name) {
          XCTAssertEqual(($0 as? PictureError)?.kind, .noMemory, name)
        }
      }
    }
  }

  func testPixelsOfACaller_AreTakenWhereTheirNumberFits() throws {
    let pixels = (0..<24).map { UInt8($0) }
    try pixels.withUnsafeBytes { bytes in
      XCTAssertEqual(try Picture(width: 4, height: 2, pixels: bytes)?.bytes, pixels)
      XCTAssertNil(try Picture(width: 4, height: 3, pixels: bytes))
      XCTAssertNil(try Picture(width: -4, height: -2, pixels: bytes))
      XCTAssertNil(try Picture(width: .max, height: .max, pixels: bytes))
    }
  }

  struct Shapes: Decodable {
    let hashes: [String: String]
    let padded: [Int]
    let input: String
  }
}
