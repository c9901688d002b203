/// A loss of the IoU family by a convention of some library's: ``OverlapLoss`` with what ``OverlapConvention`` says.
/// Everything is computed in float64 and rounded once.
public struct ConventionalOverlapLoss<S: Scalar>: Sendable {
  /// Kind, power, mode and θ.
  public var loss: OverlapLoss<S>
  /// What the library decides.
  public var convention: OverlapConvention

  /// A loss by a convention.
  public init(_ loss: OverlapLoss<S>, _ convention: OverlapConvention) {
    self.loss = loss
    self.convention = convention
  }

  /// As ``OverlapLoss/evaluate(_:targets:weights:gradient:reduction:iou:)``. Throws where the convention leaves a row undefined.
  public func evaluate(
    _ boxes: Boxes<S>, targets: Boxes<S>, weights: LossWeights<S>? = nil, gradient: Bool, reduction: Reduction,
    iou: Bool = false
  ) throws(DetectionError) -> OverlapLoss<S>.Evaluation {
    try targets.checkPaired(with: boxes, as: .targetBoxes)
    let shape = Shape(vector: boxes.count)
    let pass = LossPass<S>(
      shape: shape, gradientShape: gradient ? boxes.tensor.shape : nil, reduction: reduction,
      meanDivisor: S(boxes.count), blocks: Blocks(size: 1024, parallelFrom: 8192), width: 4,
      weights: try weights?.fitted(to: shape, of: .boxes))
    let pairs = Pairs(boxes: boxes, targets: targets, convention: convention, isDerived: gradient)
    let evaluated = try pass.evaluate(check: { () throws(DetectionError) in try check(pairs) }) { rows, output in
      output.sum(rows, width: 4, at: { 4 * $0 }) { row, slopes in
        let term = term(pairs.overlap(row))
        if let slopes { for column in 0..<4 { slopes[column] = S(term.slopes[column]) } }
        return S(term.value)
      }
    }
    return OverlapLoss<S>.Evaluation(loss: evaluated, iou: iou ? pairs.iou : nil)
  }

  private func term(_ overlap: ConventionalOverlap) -> Dual {
    let term = overlap.loss(loss.kind, power: Double(loss.power), mode: loss.mode, theta: Double(loss.theta))
    return term.slopes == term.slopes ? term : Dual(.nan)
  }

  private func check(_ pairs: Pairs) throws(DetectionError) {
    for row in 0..<pairs.boxes.count where term(pairs.overlap(row)).value.isNaN {
      throw .undefined(.boxes, row: row)
    }
  }

  private struct Pairs: Sendable {
    let boxes: Boxes<S>
    let targets: Boxes<S>
    let convention: OverlapConvention
    let isDerived: Bool

    func overlap(_ row: Int) -> ConventionalOverlap {
      ConventionalOverlap(
        boxes.box(row).converted(), targets.box(row).converted(),
        columns: (boxes.format.xColumn, boxes.format.yColumn), convention, isDerived: isDerived)
    }

    var iou: Tensor<S> { Tensor((0..<boxes.count).map { S(overlap($0).iou.value) }) }
  }
}

/// The measure by a convention between every box of one list and every box of another, as ``pairwiseIoU``.
public func pairwiseIoU<S: Scalar>(
  _ boxes: Boxes<S>, _ others: Boxes<S>, kind: OverlapKind, _ convention: OverlapConvention, limit: Int = .max,
  deadline: Deadline = .never
) throws(DetectionError) -> Tensor<S> {
  let (count, overflow) = boxes.count.multipliedReportingOverflow(by: others.count)
  guard !overflow, count <= limit, let shape = Shape([boxes.count, others.count]) else {
    throw .answerTooLarge(elements: overflow ? .max : count, limit: limit)
  }
  guard boxes.format == others.format else { throw .conflict(.targetBoxes, .formats) }
  var values: [S] = []
  values.reserveCapacity(count)
  for row in 0..<boxes.count {
    let box: Box<Double> = boxes.box(row).converted()
    for column in 0..<others.count {
      if values.count & 0xFFF == 0 { try deadline.check() }
      let overlap = ConventionalOverlap(
        box, others.box(column).converted(), columns: (0, 1), convention, isDerived: false)
      let measure = overlap.measure(kind)
      guard !measure.isNaN else { throw .undefined(.boxes, row: row) }
      values.append(S(measure))
    }
  }
  return Tensor(shape: shape, elements: values) ?? Tensor(values)
}
