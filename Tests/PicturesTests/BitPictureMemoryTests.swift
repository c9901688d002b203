import DetectionCore
import XCTest

@testable import Pictures

final class BitPictureMemoryTests: XCTestCase {
  /// A mask of the prototypes' signs, cell by cell, on a picture.
  private func mask(_ cells: [[Double]], width: Int, height: Int) throws -> RunLengthMask {
    let shape = try XCTUnwrap(Shape([1, cells.count, cells[0].count]))
    let masks = PrototypeMasks(
      try XCTUnwrap(Tensor(shape: shape, elements: cells.flatMap(\.self))),
      x: MaskAxis(pixels: width, cells: cells[0].count, scale: Double(cells[0].count) / Double(width), start: 0),
      y: MaskAxis(pixels: height, cells: cells.count, scale: Double(cells.count) / Double(height), start: 0))
    return try masks.mask([1], box: CornerBox(x1: 0, y1: 0, x2: Double(width), y2: Double(height)))
  }

  private func random(_ seed: UInt64) throws -> RunLengthMask {
    var generator = SplitMix64(seed: seed)
    let (rows, columns) = (Int.random(in: 1...9, using: &generator), Int.random(in: 1...9, using: &generator))
    let cells = (0..<rows).map { _ in (0..<columns).map { _ in Double.random(in: -1...1, using: &generator) } }
    return try mask(
      cells, width: Int.random(in: 1...70, using: &generator), height: Int.random(in: 1...70, using: &generator))
  }

  /// Pixels row by row, of the runs down the columns.
  private func pixels(_ mask: RunLengthMask) -> [Bool] {
    let columns = mask.runs.enumerated().flatMap { Array(repeating: !$0.isMultiple(of: 2), count: Int($1)) }
    return (0..<mask.height).flatMap { row -> [Bool] in (0..<mask.width).map { columns[$0 * mask.height + row] } }
  }

  /// One memory serves masks of all sizes, the largest first or last.
  func testFiles_DecodeToTheMask() throws {
    let masks = try (0..<60 as Range<UInt64>).map(random)
    let memory = try BitPictureMemory(bits: masks.map(BitPictureMemory.size).max() ?? 0)
    for (seed, mask) in masks.enumerated() {
      let file = try memory.png(of: mask)
      XCTAssertLessThanOrEqual(file.count, BitPictureMemory.size(forBits: BitPictureMemory.size(of: mask)))
      let picture = try Fixture.decode([UInt8](file))
      XCTAssertEqual([picture.width, picture.height], [mask.width, mask.height], "\(seed)")
      XCTAssertEqual(
        picture.bytes, pixels(mask).flatMap { Array(repeating: $0 ? 255 : 0, count: 3) }, "\(seed)")
      // The header: one bit, grey (PNG §11.2.2).
      XCTAssertEqual([file[24], file[25]], [1, 0])
    }
  }

  func testBits_AreThePixels() throws {
    for seed in 0..<60 as Range<UInt64> {
      let mask = try random(seed)
      var bits = [UInt8](repeating: 0xFF, count: BitPictureMemory.size(of: mask))
      bits.withUnsafeMutableBufferPointer { bits in
        if let start = bits.baseAddress { mask.bits(to: start) }
      }
      let found = (0..<mask.height).flatMap { row -> [Bool] in
        (0..<mask.width).map { bits[row * mask.bytesPerRow + $0 / 8] & (0x80 >> UInt8($0 % 8)) != 0 }
      }
      XCTAssertEqual(found, pixels(mask), "\(seed)")
    }
  }

  func testTooLargeAMask_IsRefused() throws {
    let memory = try BitPictureMemory(bits: 1)
    XCTAssertThrowsError(try memory.png(of: mask([[1]], width: 9, height: 1)))
    XCTAssertNoThrow(try memory.png(of: mask([[1]], width: 8, height: 1)))
  }

  func testDeadline_IsPolled() throws {
    let mask = try mask([[1]], width: 8, height: 8)
    let memory = try BitPictureMemory(bits: BitPictureMemory.size(of: mask))
    XCTAssertThrowsError(try memory.png(of: mask, deadline: Deadline(.now - .seconds(1)))) {
      XCTAssertEqual(($0 as? PictureError)?.kind, .deadlineExceeded)
    }
  }
}
