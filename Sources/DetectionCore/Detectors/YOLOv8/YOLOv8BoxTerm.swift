/// The two box terms of a matched point of YOLOv8: CIoU loss of the box, and distribution focal loss of its four sides.
struct YOLOv8BoxTerm<S: Scalar> {
  /// What derivatives of either are multiplied with.
  let boxFactor: S
  let distributionFactor: S
  /// A side's target is kept this much below the greatest distance: Ultralytics, `DFLoss`.
  private static var margin: S { 0.01 }

  /// Both terms, each times the match's score.
  func evaluate(_ head: YOLOv8Rows<S>, _ place: YOLOv8Points<S>.Place, _ match: YOLOv8Assignment<S>.Match)
    -> (box: S, distribution: S)
  {
    let term = OverlapKind.ciou.loss(match.predicted, match.box, slopesBy: .ends)
    // By the distances: a left side farther away is a smaller x1.
    let byDistance = [
      -term.x.first * place.strideX, -term.y.first * place.strideY, term.x.second * place.strideX,
      term.y.second * place.strideY,
    ]
    let targets = [
      place.x - match.box.x.low / place.strideX, place.y - match.box.y.low / place.strideY,
      match.box.x.high / place.strideX - place.x, match.box.y.high / place.strideY - place.y,
    ]
    var sum: S = 0
    let score = match.weight * match.score
    for side in 0..<YOLOv8Rows<S>.sides {
      let row = head.distribution(match.point, side)
      let slopes = head.slopes.map { $0 + head.position(match.point, side * head.regMax) }
      sum += Self.distributionTerm(row, targets[side], slopes)
      guard let slopes else { continue }
      // ∂(Σ c p_c)/∂x_c = p_c (c − Σ c p_c).
      let (own, factor) = (distributionFactor * score / 4, boxFactor * score * byDistance[side])
      let mean = row.meanClass
      for c in 0..<row.classes {
        slopes[c * row.stride] = slopes[c * row.stride] * own + factor * row.probability(c) * (S(c) - mean)
      }
    }
    return (term.value * score, sum / 4 * score)
  }

  /// Distribution focal loss of a side. Where its target is clamped, the weights are given: a number so near to the greatest
  /// distance would round them.
  private static func distributionTerm(_ row: Softmax<S>, _ target: S, _ slopes: UnsafeMutablePointer<S>?) -> S {
    guard target >= S(row.classes - 1) - margin else { return DistributionFocalLoss.term(row, max(target, 0), slopes) }
    return DistributionFocalLoss.term(
      row, row.classes - 2, leftWeight: margin, rightWeight: 1 - margin, slopes)
  }
}
