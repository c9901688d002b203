import RealModule

/// The terms of FCOS that only matched points have.
struct PointTerms<S: Scalar> {
  let loss: FCOSLoss<S>
  let anchors: Boxes<S>
  let truth: GroundTruth<S>
  let terms: MatchTerm<S>

  /// The IoU loss of the boxes that the distances (B, A, 4) tell.
  func box(_ deltas: Tensor<S>, gradients: Bool, _ deadline: Deadline) throws(DetectionError) -> MatchTerm<S>.Evaluated
  {
    try terms.evaluate(deltas, columns: 4, weight: loss.weights.box, gradients: gradients, deadline) {
      (match, row, slopes) throws(DetectionError) -> S in
      let anchor = anchor(of: match)
      let (width, height) = loss.isNormalized ? (anchor.x2 - anchor.x1, anchor.y2 - anchor.y1) : (1, 1)
      let found = try Self.box(deltas, at: 4 * row, width, height)
      let term = loss.overlap.loss(found, target(of: match))
      if let slopes {
        slopes[0] = -term.x.first * width
        slopes[1] = -term.y.first * height
        slopes[2] = term.x.second * width
        slopes[3] = term.y.second * height
      }
      return term.value
    }
  }

  /// The cross entropy of centerness (B, A, 1) with what the point's place in its object asks for. In float64 even where
  /// the heads are not: a centerness that is nearly right has a slope of which float32 would leave few digits.
  func centerness(_ centerness: Tensor<S>, gradients: Bool, _ deadline: Deadline) throws(DetectionError)
    -> MatchTerm<S>.Evaluated
  {
    try terms.evaluate(centerness, columns: 1, weight: loss.weights.centerness, gradients: gradients, deadline) {
      match, row, slopes in
      let (point, box) = (point(of: match), truth.box(terms.matches.targets[match]))
      let wanted = (Self.balance(point.x, box.x) * Self.balance(point.y, box.y)).squareRoot()
      let term = BinaryTerm(logit: Double(centerness[row]), target: wanted)
      slopes?[0] = S(term.crossEntropySlope)
      return S(term.crossEntropy)
    }
  }

  private func anchor(of match: Int) -> CornerBox<S> {
    anchors.withRows { CornerBox($0 + 4 * terms.matches.anchors[match]) }
  }

  private func point(of match: Int) -> (x: S, y: S) {
    let anchor = anchor(of: match)
    return ((anchor.x1 + anchor.x2) / 2, (anchor.y1 + anchor.y2) / 2)
  }

  /// The object as the point sees it: with the point as origin no digit is lost to where in the image both are.
  private func target(of match: Int) -> Box<S> {
    let (point, box) = (point(of: match), truth.box(terms.matches.targets[match]))
    return Box(
      x: Interval(box.x.low - point.x, box.x.high - point.x, .ends),
      y: Interval(box.y.low - point.y, box.y.high - point.y, .ends))
  }

  /// The distance to the nearer end by that to the farther. A matched point lies strictly between them.
  private static func balance(_ point: S, _ interval: Interval<S>) -> Double {
    let (low, high) = (Double(point) - Double(interval.low), Double(interval.high) - Double(point))
    return min(low, high) / max(low, high)
  }

  /// The box that is so far to the left, top, right and bottom of the origin, in units of `width` and `height`.
  private static func box(_ deltas: Tensor<S>, at start: Int, _ width: S, _ height: S)
    throws(DetectionError) -> Box<S>
  {
    let (left, top, right, bottom) = (deltas[start], deltas[start + 1], deltas[start + 2], deltas[start + 3])
    for (axis, sum) in [left + right, top + bottom].enumerated() where sum < 0 {
      throw .number(.boxDeltas, .distances, position: start + axis, value: Double(sum))
    }
    return Box(
      x: Interval(-left * width, right * width, .ends),
      y: Interval(-top * height, bottom * height, .ends))
  }
}
