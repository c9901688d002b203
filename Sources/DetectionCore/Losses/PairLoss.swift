/// A loss of paired boxes that follows from their overlap.
protocol PairLoss<S>: Sendable {
  /// The precision.
  associatedtype S: Scalar

  /// The loss of a pair, and its derivatives.
  func term<L: Lanes>(_ overlap: BoxOverlap<L>) -> OverlapTerm<L> where L.Element == S
}

extension PairLoss {
  /// The loss of boxes (N, 4) and targets (N, 4) of one format, after its reduction, in one pass over memory. Each box's IoU
  /// goes to `iou`, if it is wanted.
  @inline(__always)
  func evaluated(
    _ boxes: Boxes<S>, _ targets: Boxes<S>, weights: LossWeights<S>?, gradient: Bool, _ reduction: Reduction,
    iou: UninitializedTensor<S>? = nil
  ) throws(DetectionError) -> ReducedLoss<S> {
    try targets.checkPaired(with: boxes, as: .targetBoxes)
    let shape = Shape(vector: boxes.count)
    let pass = LossPass<S>(
      shape: shape, gradientShape: gradient ? boxes.tensor.shape : nil, reduction: reduction,
      meanDivisor: S(boxes.count), blocks: Blocks(size: 1024, parallelFrom: 8192), width: 4,
      weights: try weights?.fitted(to: shape, of: .boxes))
    return try boxes.withRows { (rows) throws(DetectionError) in
      try targets.withRows { (targetRows) throws(DetectionError) in
        let pairs = BoxPairs(boxes: rows, targets: targetRows, format: boxes.format, iou: iou?.start)
        return try pass.evaluate { sum(pairs, $0, $1) }
      }
    }
  }

  /// As many rows at a time as are good, one by one what is left over.
  @inline(__always)
  private func sum(_ pairs: BoxPairs<S>, _ rows: Range<Int>, _ output: LossPass<S>.Output) -> Double {
    let rest = rows.upperBound - rows.count % S.Wide.count
    return sum(pairs, rows.lowerBound..<rest, output, as: S.Wide.self)
      + sum(pairs, rest..<rows.upperBound, output, as: S.One.self)
  }

  @inline(__always)
  private func sum<L: Lanes>(
    _ pairs: BoxPairs<S>, _ rows: Range<Int>, _ output: LossPass<S>.Output, as lanes: L.Type
  ) -> Double where L.Element == S {
    var sums = L.noSums
    var row = rows.lowerBound
    while row < rows.upperBound {
      let overlap: BoxOverlap<L> = pairs.overlap(row)
      let term = term(overlap)
      term.value.add(to: &sums)
      if let values = output.values { term.value.store(to: values + row) }
      if let iou = pairs.iou { overlap.iou.store(to: iou + row) }
      if let slopes = output.slopes {
        pairs.store(
          term.x * overlap.scale / output.divisor, term.y * overlap.scale / output.divisor, to: slopes + 4 &* row)
      }
      row &+= L.count
    }
    return L.total(sums)
  }
}
