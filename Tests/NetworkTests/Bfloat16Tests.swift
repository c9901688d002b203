import COneDNN
import XCTest

/// What is done with maps in bfloat16 beside the library's convolutions.
final class Bfloat16Tests: XCTestCase {
  private func narrowed(_ numbers: [Float]) -> [UInt16] {
    var narrow = [UInt16](repeating: 0, count: numbers.count)
    onednn_narrow(numbers, &narrow, numbers.count)
    return narrow
  }

  private func wide(_ bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }

  func testNarrowing_GivesTheNearestAndOfTwoTheEvenOne() {
    // 1 + 1/128 is the number behind 1; between them halves go to the even one.
    let numbers: [Float] = [1, 1 + 1 / 256, 1 + 3 / 256, 1 + 1 / 256 + 1e-6, -1 - 1 / 256, 0, -0.0, 3.4e38, .infinity]
    let expected: [UInt16] = [0x3F80, 0x3F80, 0x3F82, 0x3F81, 0xBF80, 0, 0x8000, 0x7F80, 0x7F80]
    XCTAssertEqual(narrowed(numbers), expected)
    XCTAssertTrue(narrowed([.nan, Float(bitPattern: 0x7F80_0001)]).allSatisfy { wide($0).isNaN })
    // 8 bits: half of the last place is 2⁻⁹ of the number at the most.
    for number in stride(from: Float(-3), to: 3, by: 0.00371) {
      XCTAssertLessThanOrEqual(abs(wide(narrowed([number])[0]) - number), abs(number) / 256)
    }
  }

  func testRectification_KeepsWhatIsNotNegative() {
    let bits: [UInt16] = [0x3F80, 0xBF80, 0, 0x8000, 0x7F80, 0xFF80, 0x7FC0, 0xFFC0]
    var found = [UInt16](repeating: 1, count: bits.count)
    onednn_rectify_bfloat16(bits, &found, bits.count)
    XCTAssertEqual(found, [0x3F80, 0, 0, 0, 0x7F80, 0, 0x7FC0, 0xFFC0])
  }

  func testUpsampling_TakesTheSameNeighboursAsOfFloat32() {
    let (channels, block) = (Int32(onednn_block()) * 2, Int(onednn_block()))
    let count = 2 * block * 3 * 4
    var (floats, bits) = ((0..<count).map(Float.init), narrowed((0..<count).map(Float.init)))
    let size = 2 * block * 5 * 7
    var (to, toBits) = ([Float](repeating: -1, count: size), [UInt16](repeating: 1, count: size))
    floats.withUnsafeMutableBytes { from in
      to.withUnsafeMutableBytes { to in
        onednn_upsample(
          onednn_map(numbers: from.baseAddress, height: 3, width: 4),
          onednn_map(numbers: to.baseAddress, height: 5, width: 7), channels, 4)
      }
    }
    bits.withUnsafeMutableBytes { from in
      toBits.withUnsafeMutableBytes { to in
        onednn_upsample(
          onednn_map(numbers: from.baseAddress, height: 3, width: 4),
          onednn_map(numbers: to.baseAddress, height: 5, width: 7), channels, 2)
      }
    }
    XCTAssertEqual(toBits, narrowed(to))
  }
}
