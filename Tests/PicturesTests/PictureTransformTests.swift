import DetectionCore
import Foundation
import XCTest

@testable import Pictures

final class PictureTransformTests: XCTestCase {
  private struct Case: Decodable {
    let width: Int
    let height: Int
    let min_size: Int
    let max_size: Int
    let divisor: Int
    let pixels: String
    let size: [Int]
    let padded: [Int]
    let input: String
  }

  private static let mean: [Float] = [0.485, 0.456, 0.406]
  private static let deviation: [Float] = [0.229, 0.224, 0.225]

  private func transform(_ minSize: Int, _ maxSize: Int, divisor: Int = 32) throws -> PictureTransform {
    try PictureTransform(
      mean: Self.mean, deviation: Self.deviation, minSize: minSize, maxSize: maxSize, divisor: divisor)
  }

  private func input(
    _ transform: PictureTransform, _ picture: Picture, _ layout: PictureInput.Layout = .channelsFirst
  ) throws -> (numbers: [Float], placement: PicturePlacement, padded: [Int]) {
    let placement = try transform.placement(width: picture.width, height: picture.height)
    let padded = transform.paddedSize(of: [placement])
    // What was there before must not remain.
    var numbers = [Float](repeating: .nan, count: 3 * padded.height * padded.width)
    try numbers.withUnsafeMutableBufferPointer { numbers in
      let input = try XCTUnwrap(PictureInput(numbers, height: padded.height, width: padded.width, layout: layout))
      XCTAssertTrue(transform.write(picture, placement, to: input))
    }
    return (numbers, placement, [padded.height, padded.width])
  }

  /// The largest difference of two lists; infinite where they are not equally long.
  private func distance(_ left: [Float], _ right: [Float]) -> Float {
    guard left.count == right.count else { return .infinity }
    return zip(left, right).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  /// One unit of the last place of numbers from 2 to 4, the largest there are.
  private let rounding: Float = 0x1p-22

  func testInputs_EqualTorchvisions() throws {
    let cases = try Fixture.json("transforms.json", as: [Case].self)
    XCTAssertEqual(cases.count, 6)
    for one in cases {
      let pixels = try XCTUnwrap(Data(base64Encoded: one.pixels))
      let picture = try XCTUnwrap(
        pixels.withUnsafeBytes { try Picture(width: one.width, height: one.height, pixels: $0) })
      let found = try input(transform(one.min_size, one.max_size, divisor: one.divisor), picture)
      XCTAssertEqual([found.placement.height, found.placement.width], one.size)
      XCTAssertEqual(found.padded, one.padded)
      XCTAssertLessThanOrEqual(
        distance(found.numbers, Fixture.floats(one.input)), rounding, "\(one.width) × \(one.height)")
    }
  }

  func testInputOfAPhotograph_EqualsTorchvisions() throws {
    let wanted = try Fixture.json("shapes.json", as: PictureDecodingTests.Shapes.self)
    let found = try input(transform(192, 320), Fixture.decode(Fixture.shapes("image-003.jpg")))
    XCTAssertEqual(found.padded, wanted.padded)
    let sample = stride(from: 0, to: found.numbers.count, by: 211).map { found.numbers[$0] }
    XCTAssertLessThanOrEqual(distance(sample, Fixture.floats(wanted.input)), rounding)
  }

  func testLayouts_HoldTheSameNumbers() throws {
    let picture = try Fixture.decode(Fixture.bytes("filters.png"))
    let transform = try transform(30, 50)
    let (first, _, padded) = try input(transform, picture)
    let last = try input(transform, picture, .channelsLast).numbers
    let area = padded[0] * padded[1]
    XCTAssertEqual(last, (0..<3 * area).map { first[$0 % 3 * area + $0 / 3] })
  }

  /// 480 · (800 / 480) is 800 in float64, and less in float32; 800 / 333 · 333 is less than 800 in float64 too.
  func testSides_AreFlooredInFloat64() throws {
    func sides(_ width: Int, _ height: Int) throws -> [Int] {
      let placement = try transform(800, 1333).placement(width: width, height: height)
      return [placement.width, placement.height]
    }
    XCTAssertEqual(try sides(640, 480), [1066, 800])
    XCTAssertEqual(try sides(480, 640), [800, 1066])
    XCTAssertEqual(try sides(2000, 500), [1333, 333])
    let exact = 800.0 / 333 * 333
    XCTAssertEqual(try sides(333, 400)[0], Int(exact))
  }

  func testBatch_IsPaddedToItsLargestPicture() throws {
    let transform = try transform(100, 200)
    let placements = try [transform.placement(width: 100, height: 150), transform.placement(width: 190, height: 100)]
    XCTAssertTrue(transform.paddedSize(of: placements) == (160, 192))
  }

  func testMapping_LeadsBackToThePicture() throws {
    let placement = try transform(192, 320).placement(width: 247, height: 333)
    XCTAssertEqual([placement.width, placement.height], [192, 258])
    XCTAssertEqual(placement.mapping().scaleX, 192.0 / 247)
    XCTAssertEqual(placement.mapping().scaleY, 258.0 / 333)
  }

  func testWhatDoesNotFit_IsRefused() throws {
    XCTAssertThrowsError(try transform(800, 1333).placement(width: 1, height: 10_000))
    XCTAssertThrowsError(try transform(0, 10))
    XCTAssertThrowsError(try transform(20, 10))
    XCTAssertThrowsError(try transform(1, 100_000))
    XCTAssertThrowsError(try PictureTransform(mean: [0, 0], deviation: [1, 1, 1], minSize: 1, maxSize: 1))
    XCTAssertThrowsError(try PictureTransform(mean: [0, 0, 0], deviation: [1, 0, 1], minSize: 1, maxSize: 1))
    var numbers = [Float](repeating: 7, count: 12)
    try numbers.withUnsafeMutableBufferPointer { numbers in
      XCTAssertNil(PictureInput(numbers, height: 2, width: 3, layout: .channelsFirst))
      XCTAssertNil(PictureInput(numbers, height: .max, width: .max, layout: .channelsFirst))
      let input = try XCTUnwrap(PictureInput(numbers, height: 2, width: 2, layout: .channelsFirst))
      let picture = try Fixture.decode(Fixture.bytes("rgb-8.png"))
      let placement = try transform(9, 13).placement(width: 13, height: 9)
      XCTAssertFalse(try transform(9, 13).write(picture, placement, to: input))
    }
    XCTAssertEqual(numbers, [Float](repeating: 7, count: 12))
  }
}
