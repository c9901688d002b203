/// The sum of what fixed blocks of work add up to, by as many threads as there are processors.
///
/// Each block's sum is kept, and they are added in the blocks' order: no bit depends on the number of threads. `work` is
/// called once a block, and not at all from the deadline on.
func blockwiseSum(
  blocks: Int, isParallel: Bool, deadline: Deadline = .never, _ work: @Sendable (Int) -> Double
) throws(DetectionError) -> Double {
  if blocks == 1 {
    try deadline.check()
    return work(0)
  }
  let sums = UninitializedTensor<Double>(Shape(vector: blocks))
  let late = UninitializedTensor<Bool>(Shape(vector: blocks))
  @Sendable func evaluate(_ index: Int) {
    (late.start + index).initialize(to: deadline.isOver)
    (sums.start + index).initialize(to: late.start[index] ? 0 : work(index))
  }
  if isParallel {
    Parallel.forEach(blocks, evaluate)
  } else {
    for index in 0..<blocks { evaluate(index) }
  }
  guard !late.tensor.withElements({ $0.contains(true) }) else { throw .deadlineExceeded }
  return sums.tensor.withElements { pairwiseSum($0) }
}
