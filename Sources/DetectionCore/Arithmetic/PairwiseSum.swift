/// Σ of the elements, in float64, pairwise over fixed blocks: the error grows with log n, and the order never
/// depends on how many threads there are.
func pairwiseSum<S: Scalar>(_ elements: UnsafeBufferPointer<S>) -> Double {
  guard elements.count > 128 else {
    var sum = 0.0
    for element in elements { sum += Double(element) }
    return sum
  }
  let half = elements.count / 2
  return pairwiseSum(UnsafeBufferPointer(rebasing: elements[..<half]))
    + pairwiseSum(UnsafeBufferPointer(rebasing: elements[half...]))
}
