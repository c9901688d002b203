import DetectionCore
import Testing

@testable import Evaluation

@Suite struct CellsTests {
  /// Blocks that are looked through apart find the runs that one walk finds, also where classes have no rows.
  @Test(arguments: [(0, 4, 3), (1, 1, 1), (300, 40, 7), (100_000, 9, 50), (40_000, 300, 2), (60_000, 1, 1)])
  func cells_AreTheRunsOfClassAndImage(count: Int, classCount: Int, imageCount: Int) {
    var random = SplitMix64(seed: UInt64(count))
    let pairs = (0..<count).map { _ in (random.below(classCount) / 2 * 2, random.below(imageCount)) }.sorted(by: <)
    let (classes, images) = (Column<Int32>(uninitialized: count), Column<Int32>(uninitialized: count))
    for (row, pair) in pairs.enumerated() { (classes.start[row], images.start[row]) = (Int32(pair.0), Int32(pair.1)) }
    let begins = (0..<count).filter { $0 == 0 || pairs[$0] != pairs[$0 - 1] }
    for work in [Work.here, Work()] {
      let cells = Cells(
        (0..<Int32(count)).map { $0 }, classOf: classes, imageOf: images, classCount: classCount,
        imageCount: imageCount, work: work)
      #expect(cells.keys.elements == begins.map { pairs[$0].0 * imageCount + pairs[$0].1 })
      #expect(cells.starts.elements == (begins + [count]).map(Int32.init))
      #expect(cells.classStarts == (0...classCount).map { number in pairs.count { $0.0 < number } })
      #expect(
        cells.cellOf.elements
          == begins.indices.flatMap { cell in
            repeatElement(Int32(cell), count: (cell + 1 < begins.count ? begins[cell + 1] : count) - begins[cell])
          })
    }
  }
}
