/// A stretch of elements that one thread works on: where to read, and where to write what was asked for.
///
/// `@unchecked Sendable`: stretches do not overlap, and the tensors they are of outlive the work.
struct Stretch<S: Scalar>: @unchecked Sendable {
  let count: Int
  let inputs: UnsafePointer<S>
  let targets: UnsafePointer<S>
  /// One value an element, if they are wanted.
  let values: UnsafeMutablePointer<S>?
  /// One derivative an element, if they are wanted.
  let slopes: UnsafeMutablePointer<S>?
  /// What derivatives are divided by.
  let divisor: S
}

/// Evaluates an elementwise loss, reduces it and scales its gradient in one pass over memory.
enum FusedPass {
  private static let blocks = Blocks(size: 8192, parallelFrom: 65536)

  /// `work` evaluates a stretch and returns the sum of its values; NaN if it found an element that is out of range: `check`
  /// then says which.
  static func evaluate<S: Scalar>(
    _ inputs: Tensor<S>, _ targets: Tensor<S>, gradient: Bool, _ reduction: Reduction, inputName: String,
    check: () throws(DetectionError) -> Void = {}, _ work: @Sendable (Stretch<S>) -> Double
  ) throws(DetectionError) -> ReducedLoss<S> {
    guard inputs.shape == targets.shape else {
      throw .shapeMismatch(input: "targets", expected: "\(inputs.shape) like \(inputName)", found: targets.shape)
    }
    let count = inputs.count
    let quotient = ReductionQuotient<S>(reduction, count: count)
    let values = reduction == .none ? UninitializedTensor<S>(inputs.shape) : nil
    let slopes = gradient ? UninitializedTensor<S>(inputs.shape) : nil
    let sum = try inputs.withElements { (inputs) throws(DetectionError) in
      try targets.withElements { (targets) throws(DetectionError) in
        let whole = Stretch(
          count: count, inputs: inputs.baseAddress.unsafelyUnwrapped, targets: targets.baseAddress.unsafelyUnwrapped,
          values: values?.start, slopes: slopes?.start, divisor: quotient.divisor)
        return try blocks.sum(count) { work(whole[$0]) }
      }
    }
    if sum.isNaN { try check() }
    return quotient.loss(sum, values: values, slopes: slopes)
  }
}

extension Stretch {
  fileprivate subscript(_ range: Range<Int>) -> Stretch {
    let start = range.lowerBound
    return Stretch(
      count: range.count, inputs: inputs + start, targets: targets + start, values: values.map { $0 + start },
      slopes: slopes.map { $0 + start }, divisor: divisor)
  }

  /// Evaluates the elements from `start` on one by one.
  @inline(__always)
  func evaluate(from start: Int = 0, _ term: (_ input: S, _ target: S) -> ValueAndSlope<S>) -> Double {
    var sum = 0.0
    var next = start
    while next < count {
      let end = min(next + 128, count)
      var partial = 0.0
      for i in next..<end {
        let term = term(inputs[i], targets[i])
        partial += Double(term.value)
        if let values { (values + i).initialize(to: term.value) }
        if let slopes { (slopes + i).initialize(to: term.slope / divisor) }
      }
      sum += partial
      next = end
    }
    return sum
  }
}

extension Stretch where S == Float {
  /// Evaluates whole groups of sixteen elements; returns the sum, and how many elements there were.
  @inline(__always)
  func evaluateLanes(_ term: (_ inputs: FloatLanes, _ targets: FloatLanes) -> (value: FloatLanes, slope: FloatLanes)) -> (Double, Int) {
    var low = SIMD8<Double>()
    var high = SIMD8<Double>()
    var start = 0
    while start + 16 <= count {
      let input = UnsafeRawPointer(inputs + start).loadUnaligned(as: FloatLanes.self)
      let target = UnsafeRawPointer(targets + start).loadUnaligned(as: FloatLanes.self)
      let (value, slope) = term(input, target)
      low += SIMD8<Double>(value.lowHalf)
      high += SIMD8<Double>(value.highHalf)
      if let values { UnsafeMutableRawPointer(values + start).storeBytes(of: value, as: FloatLanes.self) }
      if let slopes { UnsafeMutableRawPointer(slopes + start).storeBytes(of: slope / divisor, as: FloatLanes.self) }
      start += 16
    }
    return ((low + high).sum(), start)
  }
}
