/// Draws the rows of each image that a loss counts: so many at the most, of which a share is positive.
///
/// Positives are ⌊size · fraction⌋ at the most, the rest is background, as far as there is any: torchvision's
/// `BalancedPositiveNegativeSampler`. Ren et al., «Faster R-CNN» (2015), §3.1.3. Which rows they are follows from the seed
/// alone, whatever the machine: each image has a SplitMix64 of its own, whose seed is the next number of the request's.
public struct RowSampler: Sendable {
  /// Rows of an image that count, at the most; not negative.
  public var batchSizePerImage: Int
  /// The share of them that is positive, at the most; in [0, 1].
  public var positiveFraction: Double
  /// What is drawn with.
  public var seed: UInt64

  /// A sampler; torchvision's has 256 and ½ for the RPN, 512 and ¼ for the RoI heads.
  public init(batchSizePerImage: Int, positiveFraction: Double, seed: UInt64 = 0) {
    self.batchSizePerImage = batchSizePerImage
    self.positiveFraction = positiveFraction
    self.seed = seed
  }

  /// By image the rows that are drawn, in their order. `targets`: by image and row the object, or a mark.
  func draw(_ targets: [[Int]], background: Int) -> [[Int]] {
    var seeds = SplitMix64(seed: seed)
    return targets.map { targets in
      var generator = SplitMix64(seed: seeds.next())
      let positives = Self.choose(positivesAtMost, of: targets.indices.filter { targets[$0] >= 0 }, &generator)
      let others = targets.indices.filter { targets[$0] == background }
      return (positives + Self.choose(batchSizePerImage - positives.count, of: others, &generator)).sorted()
    }
  }

  private var positivesAtMost: Int {
    Int(exactly: (Double(batchSizePerImage) * positiveFraction).rounded(.down)).map { min($0, batchSizePerImage) }
      ?? batchSizePerImage
  }

  /// So many of the rows, or all: the first steps of Fisher's and Yates' shuffle.
  private static func choose(_ count: Int, of rows: [Int], _ generator: inout SplitMix64) -> [Int] {
    guard count < rows.count else { return rows }
    var rows = rows
    for position in 0..<count {
      rows.swapAt(position, position + generator.below(rows.count - position))
    }
    return Array(rows[..<count])
  }
}
