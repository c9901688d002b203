/// How work on many elements is cut into blocks of fixed size: ``blockwiseSum(blocks:isParallel:deadline:_:)`` of ranges.
struct Blocks: Sendable {
  /// Elements of a block.
  let size: Int
  /// Elements below which another thread costs more than it brings.
  let parallelFrom: Int

  /// The sum of what `work` returns for each block.
  func sum(_ count: Int, _ work: @Sendable (Range<Int>) -> Double) throws(DetectionError) -> Double {
    try blockwiseSum(blocks: (count + size - 1) / size, isParallel: count >= parallelFrom) { index in
      work(index * size..<min((index + 1) * size, count))
    }
  }

  /// Calls `work` once with each block.
  func forEach(_ count: Int, _ work: @Sendable (Range<Int>) -> Void) {
    @Sendable func evaluate(_ index: Int) { work(index * size..<min((index + 1) * size, count)) }
    let blocks = (count + size - 1) / size
    if count >= parallelFrom {
      Parallel.forEach(blocks, evaluate)
    } else {
      for index in 0..<blocks { evaluate(index) }
    }
  }
}
