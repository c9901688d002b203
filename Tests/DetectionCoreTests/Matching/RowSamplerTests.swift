import Testing

@testable import DetectionCore

@Suite struct RowSamplerTests {
  /// 20 positives, 70 background, 10 ignored, in turn.
  private static let targets = (0..<100).map { row in row % 10 == 9 ? -2 : row % 5 == 0 ? row / 5 : -1 }

  private static func draw(_ sampler: RowSampler, _ images: Int = 1) -> [[Int]] {
    sampler.draw(Array(repeating: targets, count: images), background: -1)
  }

  @Test(arguments: [
    // size, fraction, positives, background
    (16, 0.5, 8, 8), (16, 0.25, 4, 12), (16, 0.99, 15, 1), (16, 0, 0, 16), (16, 1, 16, 0), (1, 0.5, 0, 1),
    // Too few positives: background takes their place, and not the other way round.
    (60, 0.5, 20, 40), (512, 0.25, 20, 70), (Int.max, 1, 20, 70),
  ])
  func counts_AreThoseOfTorchvision(_ size: Int, _ fraction: Double, _ positives: Int, _ background: Int) {
    let rows = Self.draw(RowSampler(batchSizePerImage: size, positiveFraction: fraction))[0]
    #expect(rows == rows.sorted() && Set(rows).count == rows.count)
    #expect(rows.count { Self.targets[$0] >= 0 } == positives)
    #expect(rows.count { Self.targets[$0] == -1 } == background)
  }

  @Test func seeds_DecideAlone() {
    let sampler = RowSampler(batchSizePerImage: 16, positiveFraction: 0.5, seed: 3)
    #expect(Self.draw(sampler) == Self.draw(sampler))
    let others = (4..<20).map { Self.draw(RowSampler(batchSizePerImage: 16, positiveFraction: 0.5, seed: $0)) }
    #expect(others.allSatisfy { $0 != Self.draw(sampler) })
    // What is drawn of an image does not depend on the images beside it.
    #expect(Self.draw(sampler, 3)[0] == Self.draw(sampler)[0])
    #expect(Set(Self.draw(sampler, 3)).count == 3)
  }

  /// Every row is as likely as any other: 4000 draws of 10 of 70 have 571 ± 22 of each, and 5 σ is far enough.
  @Test func rows_AreEquallyLikely() {
    var counts: [Int: Int] = [:]
    for seed in 0..<4000 {
      for row in Self.draw(RowSampler(batchSizePerImage: 10, positiveFraction: 0, seed: UInt64(seed)))[0] {
        counts[row, default: 0] += 1
      }
    }
    #expect(counts.count == 70 && counts.values.allSatisfy { abs($0 - 571) < 110 })
  }

  /// The first numbers of SplitMix64 with the seed 1234567, as its authors' code prints them.
  @Test func generator_IsSplitMix64() {
    var generator = SplitMix64(seed: 1_234_567)
    #expect(
      (0..<3).map { _ in generator.next() } == [6457827717110365317, 3203168211198807973, 9817491932198370423])
    #expect((0..<1000).allSatisfy { _ in (0..<7).contains(generator.below(7)) })
    #expect((0..<9).allSatisfy { _ in generator.below(1) == 0 })
  }

  @Test func nothing_GivesNothing() {
    let sampler = RowSampler(batchSizePerImage: 4, positiveFraction: 0.5)
    #expect(sampler.draw([], background: -1) == [])
    #expect(sampler.draw([[], [-2, -2]], background: -1) == [[], []])
  }
}
