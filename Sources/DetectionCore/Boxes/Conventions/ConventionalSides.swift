/// One axis of a box and its target in plain arithmetic, as libraries compute it: ends, lengths, overlap and span.
struct ConventionalSides {
  let low: Dual
  let high: Dual
  let targetLow: Double
  let targetHigh: Double
  /// The box's length.
  let size: Dual
  let targetSize: Double
  /// What both cover; negative where they are apart.
  let overlap: Dual
  /// The smallest interval around both.
  let span: Dual

  /// `column`: the place of the axis's first number in the box.
  init(_ box: Interval<Double>, _ target: Interval<Double>, column: Int, _ convention: OverlapConvention) {
    let (first, second) = (Dual(box.first, column: column), Dual(box.second, column: column + 2))
    let offset = convention.pixelOffset
    switch box.encoding {
    case .ends:
      (low, high) = (first, second + offset)
      size = high - low
    case .startAndSize:
      (low, high) = (first, first + second + offset)
      size = second + offset
    case .centerAndSize:
      (low, high) = (first - second / 2, first + second / 2 + offset)
      size = second + offset
    }
    (targetLow, targetHigh, targetSize) = (target.low, target.high + offset, target.size + offset)
    let (edge, otherEdge) = (Dual(targetLow), Dual(targetHigh))
    let ties = Ties(convention.tieSlopes, isFlat: size.value == 0)
    overlap = ties.lesser(high, otherEdge, .bound) - ties.greater(low, edge, .bound)
    span = ties.greater(high, otherEdge, .enclosing) - ties.lesser(low, edge, .enclosing)
  }

  /// The difference of the centres.
  var offset: Dual { (low + high) / 2 + -(targetLow + targetHigh) / 2 }
}

/// Minimum and maximum of a box's edge and its target's, with the slope that a convention gives ties.
private struct Ties {
  /// Which of two equal edges is derived, where it is one.
  enum Edge {
    case bound, enclosing
  }

  private let rule: OverlapConvention.TieSlopes
  private let isFlat: Bool

  init(_ rule: OverlapConvention.TieSlopes, isFlat: Bool) {
    self.rule = rule
    self.isFlat = isFlat
  }

  func lesser(_ a: Dual, _ b: Dual, _ edge: Edge) -> Dual {
    a.value == b.value ? tie(a, b, edge) : a.value < b.value ? a : b
  }

  func greater(_ a: Dual, _ b: Dual, _ edge: Edge) -> Dual {
    a.value == b.value ? tie(a, b, edge) : a.value > b.value ? a : b
  }

  /// A box that shrinks bounds the overlap, and not the enclosing box. One without length can only grow.
  private func tie(_ a: Dual, _ b: Dual, _ edge: Edge) -> Dual {
    switch rule {
    case .masked, .clamped: Dual(a.value, (a.slopes + b.slopes) / 2)
    case .oneSided: (edge == .bound) != isFlat ? a : b
    }
  }
}
