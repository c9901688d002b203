import RealModule

/// How one interval has moved and grown against another, without cancellation where they are nearly the same.
struct AxisShift<S: Scalar> {
  /// Centre − centre.
  let center: S
  /// log(size / size).
  let logRatio: S

  @inline(__always)
  init(from a: Interval<S>, to b: Interval<S>) {
    let growth: S
    switch a.encoding {
    case .ends:
      growth = sumOfDifferences(b.second, a.second, a.first, b.first)
      center = sumOfDifferences(b.first, a.first, b.second, a.second) / 2
    case .startAndSize:
      growth = b.second - a.second
      center = sumOfDifferences(b.first, a.first, b.second / 2, a.second / 2)
    case .centerAndSize:
      growth = b.second - a.second
      center = b.first - a.first
    }
    let relative = growth / a.size
    logRatio = abs(relative) < 0.5 ? S.log(onePlus: relative) : S.log(b.size / a.size)
  }
}
