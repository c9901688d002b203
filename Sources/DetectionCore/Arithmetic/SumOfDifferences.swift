import RealModule

/// (a − b) + (c − d), with the rounding errors of the differences and of their sum added back: as good as exact where
/// the two differences cancel.
@inline(__always)
func sumOfDifferences<S: Scalar>(_ a: S, _ b: S, _ c: S, _ d: S) -> S {
  let first = Augmented.sum(a, -b)
  let second = Augmented.sum(c, -d)
  let both = Augmented.sum(first.head, second.head)
  return both.head + (both.tail + (first.tail + second.tail))
}
