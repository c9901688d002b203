import RealModule

extension BoxOverlap {
  /// 1 − IoU^α = −expm1(α log IoU), which keeps its digits where the IoU is nearly 1. An IoU below the smallest normal number
  /// has slope 0, for every α ≠ 1.
  @inline(__always)
  func iouTerm(raisedTo power: L.Element) -> OverlapTerm<L> { power == 1 ? iouTerm : raisedIoUTerm(power) }

  @inline(never)
  private func raisedIoUTerm(_ power: L.Element) -> OverlapTerm<L> {
    let (linear, logarithm) = (iouTerm, logIoU)
    let counts = iou .>= .leastNormalMagnitude
    let slope = power * ((power - 1) * logarithm).mapped { .exp($0) }
    return OverlapTerm(
      value: L.choose(counts, 0 - (power * logarithm).mapped { .expMinusOne($0) }, .one),
      x: (linear.x * slope).only(where: counts), y: (linear.y * slope).only(where: counts))
  }

  /// −log IoU; of an IoU below the smallest normal number that of this number, with slope 0.
  @inline(never)
  var logIoUTerm: OverlapTerm<L> {
    let linear = iouTerm
    let counts = iou .>= .leastNormalMagnitude
    let slope = 1 / iou.orOne
    return OverlapTerm(
      value: (-logIoU).orZero, x: (linear.x * slope).only(where: counts), y: (linear.y * slope).only(where: counts))
  }

  /// log IoU = log(1 − (1 − IoU)): by whichever of the two is small.
  private var logIoU: L {
    distance.mapped(with: iou) { distance, iou in
      distance < 0.5 ? .log(onePlus: -distance) : .log(max(iou, .leastNormalMagnitude))
    }
  }
}

extension OverlapTerm {
  /// The term to a power. Its slope is p v^p (v′/v): v^(p−1) of a vanishing v is never formed, and of a v below the smallest
  /// normal number it is 0.
  @inline(__always)
  func raised(to power: L.Element) -> OverlapTerm { power == 1 ? self : powered(power) }

  @inline(never)
  private func powered(_ power: L.Element) -> OverlapTerm {
    let counts = value .>= .leastNormalMagnitude
    let raised = value.mapped { .pow($0, power) }
    let slope = power * (raised / value.orOne)
    return OverlapTerm(
      value: L.choose(counts, raised, .zero), x: (x * slope).only(where: counts), y: (y * slope).only(where: counts))
  }
}
