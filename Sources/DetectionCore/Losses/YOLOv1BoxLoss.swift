import RealModule

/// The box loss of YOLO's first version: squared errors of the centre and of the roots of the size.
///
///     L = (1/N_obj) Σ_i o*_i [(y* − y)² + (x* − x)² + (√h* − √h)² + (√w* − √w)²]
///
/// Redmon et al., «You Only Look Once» (2016), eq. 3, without λ. The slope of a root is taken at the smallest
/// normal number where the size is smaller.
public struct YOLOv1BoxLoss<S: Scalar>: Sendable {
  /// The loss has no parameters.
  public init() {}

  /// The loss after its reduction: `boxes` and `targets` (N, 4) of one format, `objectness` (N) or all 1.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ boxes: Boxes<S>, targets: Boxes<S>, objectness: Tensor<S>?,
    weights: LossWeights<S>? = nil, gradient: Bool, reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    try targets.checkPaired(with: boxes, as: .targetBoxes)
    let rows = try ObjectRows(objectness, count: boxes.count, like: .boxes)
    return try rows.evaluate(weights: weights, gradient: gradient, reduction) { row, slopes in
      let (box, target) = (boxes.box(row), targets.box(row))
      let (width, height) = (Self.rootTerm(box.x, target.x), Self.rootTerm(box.y, target.y))
      let dx = Self.centerDifference(box.x, target.x)
      let dy = Self.centerDifference(box.y, target.y)
      if let slopes {
        CenterSizeSlopes(centerX: 2 * dx, centerY: 2 * dy, width: width.slope, height: height.slope)
          .write(to: slopes, boxes.format)
      }
      return dx * dx + dy * dy + width.value + height.value
    }
  }

  @inline(__always)
  private static func centerDifference(_ a: Interval<S>, _ b: Interval<S>) -> S {
    switch a.encoding {
    case .ends: sumOfDifferences(a.first, b.first, a.second, b.second) / 2
    case .startAndSize: sumOfDifferences(a.first, b.first, a.second / 2, b.second / 2)
    case .centerAndSize: a.first - b.first
    }
  }

  /// (√s − √s*)² with √s − √s* = (s − s*)/(√s + √s*), and its slope (√s − √s*)/√s.
  @inline(__always)
  private static func rootTerm(_ a: Interval<S>, _ b: Interval<S>) -> ValueAndSlope<S> {
    let root = S.sqrt(a.size)
    let difference = rootDifference(a, b, S.sqrt(b.size) + root)
    let floor = max(root, S.sqrt(S.leastNormalMagnitude))
    let slope = a.size < .leastNormalMagnitude ? (floor - S.sqrt(b.size)) / floor : difference / root
    return ValueAndSlope(value: difference * difference, slope: slope)
  }

  @inline(__always)
  private static func rootDifference(_ a: Interval<S>, _ b: Interval<S>, _ roots: S) -> S {
    guard roots > 0 else { return 0 }
    let growth = a.encoding == .ends ? sumOfDifferences(a.second, b.second, b.first, a.first) : a.second - b.second
    return growth / roots
  }
}
