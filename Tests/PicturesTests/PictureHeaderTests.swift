import XCTest

@testable import Pictures

final class PictureHeaderTests: XCTestCase {
  private func kind(_ bytes: [UInt8], _ limits: PictureLimits = PictureLimits()) -> PictureError.Kind? {
    do throws(PictureError) { _ = try Fixture.header(bytes, limits: limits) } catch { return error.kind }
    return nil
  }

  /// A PNG of these sides, with a body of zeros.
  private func png(_ width: UInt32, _ height: UInt32, body: Int = 0) -> [UInt8] {
    func big(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } }
    let header = Array("IHDR".utf8) + big(width) + big(height) + [8, 2, 0, 0, 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + big(13) + header + big(0)
      + big(UInt32(body)) + Array("IDAT".utf8) + [UInt8](repeating: 0, count: body + 4)
  }

  private func jpeg(_ width: Int, _ height: Int, marker: UInt8 = 0xC0, precision: UInt8 = 8, components: Int = 3)
    -> [UInt8]
  {
    let sides = [height >> 8, height & 255, width >> 8, width & 255].map { UInt8($0) }
    let numbers = (1...components).map { UInt8($0) }
    let frame: [UInt8] = [precision] + sides + [UInt8(components)] + numbers.flatMap { [$0, 0x11, 0] }
    let scan: [UInt8] = [UInt8(components)] + numbers.flatMap { [$0, 0] } + [0, 63, 0]
    func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
      [0xFF, marker, 0, UInt8(content.count + 2)] + content
    }
    return [0xFF, 0xD8] + segment(marker, frame) + segment(0xDA, scan)
  }

  func testLargePNG_IsRefusedAtItsHeader() {
    let bytes = png(30_000, 30_000, body: 100_000)
    XCTAssertThrowsError(try Fixture.header(bytes)) { error in
      XCTAssertEqual(
        "\(error)",
        "a PNG of 30000 × 30000 pixels is larger than the limits, 16384 pixels a side and 64000000 in all; send it smaller"
      )
    }
  }

  func testSides_AreHeldAgainstTheLimits() {
    XCTAssertNil(kind(png(8000, 8000)))
    XCTAssertEqual(kind(png(8001, 8000)), .tooLarge)
    XCTAssertEqual(kind(png(16_385, 1)), .tooLarge)
    XCTAssertEqual(kind(png(.max, .max)), .tooLarge)
    XCTAssertEqual(kind(png(.max, .max), PictureLimits(side: .max, pixels: .max)), .tooLarge)
    XCTAssertEqual(kind(png(0, 5)), .damaged)
    XCTAssertEqual(kind(jpeg(65_535, 65_535)), .tooLarge)
    XCTAssertEqual(kind(jpeg(5, 0)), .damaged)
    XCTAssertEqual(kind(jpeg(11, 9), PictureLimits(side: 10)), .tooLarge)
    XCTAssertNil(kind(jpeg(10, 9), PictureLimits(side: 10)))
  }

  func testKindsThatAreNotRead_AreNamed() {
    XCTAssertEqual(kind(jpeg(8, 8, precision: 12)), .unsupported)
    XCTAssertEqual(kind(jpeg(8, 8, marker: 0xC3)), .unsupported)
    XCTAssertEqual(kind(jpeg(8, 8, components: 2)), .unsupported)
    XCTAssertEqual(kind(Array("GIF89a".utf8)), .unknownFormat)
    XCTAssertEqual(kind([]), .unknownFormat)
    let animated = Array("RIFF".utf8) + [30, 0, 0, 0] + Array("WEBPANIM".utf8) + [6, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    XCTAssertEqual(kind(animated), .unsupported)
  }

  func testSidesAndOrientation_AreThoseOfThePictureAsShown() throws {
    for orientation in Orientation.allCases {
      let header = try Fixture.header(Fixture.bytes("orientation-\(orientation.rawValue).jpg"))
      XCTAssertEqual(header.orientation, orientation)
      XCTAssertEqual([header.width, header.height], orientation.exchangesSides ? [7, 13] : [13, 7])
      XCTAssertGreaterThanOrEqual(header.memory, (orientation == .upright ? 1 : 2) * 13 * 7 * 3)
    }
  }

  func testProgressive_CountsItsCoefficients() throws {
    let (plain, progressive) = try (
      Fixture.header(jpeg(4000, 3000)), Fixture.header(jpeg(4000, 3000, marker: 0xC2))
    )
    XCTAssertGreaterThan(progressive.memory - plain.memory, 4000 * 3000 * 3 * 2)
    XCTAssertLessThan(plain.memory, 4000 * 3000 * 3 + 4_000_000)
  }

  func testOrientation_IsUprightWhereExifIsDamaged() throws {
    let bytes = try Fixture.bytes("orientation-6.jpg")
    let start = try XCTUnwrap(bytes.indices.first { bytes[$0...].starts(with: Array("Exif".utf8)) })
    for place in start..<start + 40 {
      var damaged = bytes
      damaged[place] ^= 0xFF
      XCTAssertNoThrow(try Fixture.header(damaged))
    }
  }
}
