import Testing

@testable import DetectionCore

@Suite struct RunLengthMaskTests {
  private func mask(_ columns: [[Int]]) -> RunLengthMask {
    var mask = RunLengthMask(height: columns.first?.count ?? 0, width: columns.count)
    for pixel in columns.flatMap({ $0 }) { mask.append(pixel == 1) }
    mask.end()
    return mask
  }

  /// pycocotools' `encode` of the same arrays.
  @Test func compressed_IsPycocotools() {
    #expect(mask([[0, 0, 0], [0, 0, 0]]).compressed == "6")
    #expect(mask([[1, 1, 1], [1, 1, 1]]).compressed == "06")
    #expect(mask([[0, 1, 0], [1, 1, 0]]).runs == [1, 1, 1, 2, 1])
    #expect(mask([[0, 1, 0], [1, 1, 0]]).compressed == "11110")
  }

  @Test func area_CountsThePixelsInside() {
    #expect(mask([[0, 1, 0], [1, 1, 0]]).area == 3 && mask([[0, 0]]).area == 0)
  }

  @Test func longRuns_TakeSeveralLetters() {
    var mask = RunLengthMask(height: 1000, width: 1000)
    mask.append(false, count: 999_999)
    mask.append(true)
    mask.end()
    // 999999 = 0b11110100001001000111111 in groups of five from the lowest: 31, 17, 16, 30, 0.
    #expect(mask.runs == [999_999, 1] && mask.compressed == "oa`n01")
    #expect(mask.letterCount == 6)
  }

  @Test func pieces_AreOneRun() {
    var mask = RunLengthMask(height: 2, width: 3)
    mask.append(false, count: 0)
    mask.append(true, count: 2)
    mask.append(true, count: 3)
    mask.append(false)
    mask.end()
    #expect(mask.runs == [0, 5, 1])
  }
}
