/// (a − b) + (c − d), with the rounding errors of the differences and of their sum added back: as good as exact where
/// the two differences cancel.
@inline(__always)
func sumOfDifferences<S: Scalar>(_ a: S, _ b: S, _ c: S, _ d: S) -> S {
  let first = SumWithError(a, -b)
  let second = SumWithError(c, -d)
  let both = SumWithError(first.sum, second.sum)
  return both.sum + (both.error + (first.error + second.error))
}

/// A rounded sum, and what rounding took from it (Knuth's two-sum).
private struct SumWithError<S: Scalar> {
  let sum: S
  let error: S

  @inline(__always)
  init(_ a: S, _ b: S) {
    sum = a + b
    let partOfB = sum - a
    error = (a - (sum - partOfB)) + (b - partOfB)
  }
}
