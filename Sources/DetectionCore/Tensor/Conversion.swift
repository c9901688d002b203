// Not generic, so that callers in other modules get the compiled loop.

extension Tensor<Double> {
  /// The elements rounded to float32.
  public var asFloat32: Tensor<Float> {
    Tensor<Float>(shape: shape) { output in
      withElements { input in
        for i in 0..<input.count { output[i] = Float(input[i]) }
      }
    }
  }

  /// Where the first element stands that is not a finite number.
  public var firstNotFinite: Int? { withElements { positionNotFinite($0) } }
}

extension Tensor<Float> {
  /// The elements as float64, exactly.
  public var asFloat64: Tensor<Double> {
    Tensor<Double>(shape: shape) { output in
      withElements { input in
        for i in 0..<input.count { output[i] = Double(input[i]) }
      }
    }
  }

  /// Where the first element stands that is not a finite number.
  public var firstNotFinite: Int? { withElements { positionNotFinite($0) } }
}

/// Looks at whole blocks without a branch first; of fixed length, and by pointer, so that the loop vectorises.
@inline(__always)
private func positionNotFinite<S: Scalar>(_ elements: UnsafeBufferPointer<S>) -> Int? {
  guard let start = elements.baseAddress else { return nil }
  let most = S.greatestFiniteMagnitude
  var next = 0
  while next &+ 64 <= elements.count {
    let block = start + next
    var failures: Int32 = 0
    for i in 0..<64 { failures |= abs(block[i]) <= most ? 0 : 1 }
    guard failures == 0 else { break }
    next &+= 64
  }
  return (next..<elements.count).first { !elements[$0].isFinite }
}
