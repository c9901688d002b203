/// A stretch of paired boxes that one thread works on: where to read, and where to write what was asked for.
///
/// `@unchecked Sendable`: stretches do not overlap, and the tensors they are of outlive the work.
struct BoxStretch<S: Scalar>: @unchecked Sendable {
  let count: Int
  let boxes: UnsafePointer<S>
  let targets: UnsafePointer<S>
  let format: BoxFormat
  /// One value a box, if they are wanted.
  let values: UnsafeMutablePointer<S>?
  /// One IoU a box, if they are wanted.
  let iou: UnsafeMutablePointer<S>?
  /// Four derivatives a box, if they are wanted.
  let slopes: UnsafeMutablePointer<S>?
  /// What derivatives are divided by.
  let divisor: S
}

/// Evaluates a loss of the IoU family, reduces it and scales its gradient in one pass over memory.
enum OverlapPass {
  private static let blocks = Blocks(size: 1024, parallelFrom: 8192)

  /// `term` is the loss of one box, `lanes` the same of eight.
  @inline(__always)
  static func evaluate<S: Scalar>(
    _ boxes: Boxes<S>, _ targets: Boxes<S>, gradient: Bool, _ reduction: Reduction, iou: Bool,
    _ term: @Sendable (BoxOverlap<S>) -> OverlapTerm<S>, lanes: @Sendable (OverlapLanes) -> OverlapLaneTerm
  ) throws(DetectionError) -> ReducedBoxOverlapLoss<S> {
    try evaluate(boxes, targets, gradient: gradient, reduction, iou: iou) { stretch in
      S.self == Float.self
        ? stretch.evaluateLanes(lanes, rest: term) : stretch.evaluate(term)
    }
  }

  /// `work` evaluates a stretch and returns the sum of its values.
  static func evaluate<S: Scalar>(
    _ boxes: Boxes<S>, _ targets: Boxes<S>, gradient: Bool, _ reduction: Reduction, iou: Bool,
    _ work: @Sendable (BoxStretch<S>) -> Double
  ) throws(DetectionError) -> ReducedBoxOverlapLoss<S> {
    try targets.checkPaired(with: boxes, named: "target_boxes")
    let shape = Shape(vector: boxes.count)
    let quotient = ReductionQuotient<S>(reduction, count: boxes.count)
    let values = reduction == .none ? UninitializedTensor<S>(shape) : nil
    let overlaps = iou ? UninitializedTensor<S>(shape) : nil
    let slopes = gradient ? UninitializedTensor<S>(boxes.tensor.shape) : nil
    let sum = try boxes.withRows { (rows) throws(DetectionError) in
      try targets.withRows { (targetRows) throws(DetectionError) in
        let whole = BoxStretch(
          count: boxes.count, boxes: rows, targets: targetRows, format: boxes.format, values: values?.start,
          iou: overlaps?.start, slopes: slopes?.start, divisor: quotient.divisor)
        return try blocks.sum(boxes.count) { work(whole[$0]) }
      }
    }
    return ReducedBoxOverlapLoss(loss: quotient.loss(sum, values: values, slopes: slopes), iou: overlaps?.tensor)
  }
}

extension BoxStretch {
  fileprivate subscript(_ range: Range<Int>) -> BoxStretch {
    let start = range.lowerBound
    return BoxStretch(
      count: range.count, boxes: boxes + 4 * start, targets: targets + 4 * start, format: format,
      values: values.map { $0 + start }, iou: iou.map { $0 + start }, slopes: slopes.map { $0 + 4 * start },
      divisor: divisor)
  }

  /// Evaluates all rows one by one.
  @inline(__always)
  func evaluate(_ term: (BoxOverlap<S>) -> OverlapTerm<S>) -> Double { evaluate(0..<count, term) }

  /// Evaluates some rows one by one.
  @inline(__always)
  fileprivate func evaluate(_ rows: Range<Int>, _ term: (BoxOverlap<S>) -> OverlapTerm<S>) -> Double {
    var sum = 0.0
    var next = rows.lowerBound
    while next < rows.upperBound {
      let end = min(next + 128, rows.upperBound)
      var partial = 0.0
      for row in next..<end {
        let overlap = BoxOverlap(Box(boxes + 4 * row, format), Box(targets + 4 * row, format))
        let term = term(overlap)
        partial += Double(term.value)
        if let values { (values + row).initialize(to: term.value) }
        if let iou { (iou + row).initialize(to: overlap.iou) }
        if let slopes { (term.slopes * overlap.scale).write(to: slopes + 4 * row, format, dividedBy: divisor) }
      }
      sum += partial
      next = end
    }
    return sum
  }
}

extension BoxStretch {
  /// Evaluates eight rows at a time, where S is float32; `rest` what is left over, and eights with a pair that is not
  /// ordinary.
  @inline(__always)
  fileprivate func evaluateLanes(
    _ term: (OverlapLanes) -> OverlapLaneTerm, rest: (BoxOverlap<S>) -> OverlapTerm<S>
  ) -> Double {
    var sums = SIMD8<Double>()
    var others = 0.0
    for start in stride(from: 0, to: count, by: 8) {
      let end = min(start + 8, count)
      if end - start == 8 {
        let overlaps = OverlapLanes(boxes + 4 * start, targets + 4 * start, format)
        if overlaps.areOrdinary {
          let term = term(overlaps)
          sums += SIMD8<Double>(term.value)
          write(term, overlaps, at: start)
          continue
        }
      }
      others += evaluate(start..<end, rest)
    }
    return sums.sum() + others
  }

  @inline(__always)
  private func write(_ term: OverlapLaneTerm, _ overlaps: OverlapLanes, at start: Int) {
    if let values { UnsafeMutableRawPointer(values + start).storeBytes(of: term.value, as: Octet.self) }
    if let iou { UnsafeMutableRawPointer(iou + start).storeBytes(of: overlaps.iou, as: Octet.self) }
    guard let slopes else { return }
    let x = term.x.times(overlaps.scale, dividedBy: Float(divisor))
    let y = term.y.times(overlaps.scale, dividedBy: Float(divisor))
    let swaps = format.xColumn == 1
    RowsOfFour(swaps ? y : x, swaps ? x : y).write(to: slopes + 4 * start)
  }
}
