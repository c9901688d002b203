/// Whether all of the numbers are finite; on the caller's thread alone.
public func areFinite(_ numbers: UnsafeBufferPointer<Float>) -> Bool {
  numbers.baseAddress.map { areFinite($0, 0..<numbers.count) } ?? true
}

// Not generic, so that callers in other modules get the compiled loop.

private let converting = Blocks(size: 1 << 16, parallelFrom: 1 << 18)

extension Tensor<Double> {
  /// The elements rounded to float32.
  public var asFloat32: Tensor<Float> {
    let output = UninitializedTensor<Float>(shape)
    withElements { input in
      nonisolated(unsafe) let input = input
      converting.forEach(input.count) { block in
        for index in block { output.start[index] = Float(input[index]) }
      }
    }
    return output.tensor
  }

  /// Where the first element stands that is not a finite number.
  public var firstNotFinite: Int? { isKnownFinite ? nil : withElements { positionNotFinite($0) } }
}

extension Tensor<Float> {
  /// The elements as float64, exactly.
  public var asFloat64: Tensor<Double> {
    let output = UninitializedTensor<Double>(shape)
    withElements { input in
      nonisolated(unsafe) let input = input
      converting.forEach(input.count) { block in
        for index in block { output.start[index] = Double(input[index]) }
      }
    }
    return output.tensor
  }

  /// Where the first element stands that is not a finite number.
  public var firstNotFinite: Int? { isKnownFinite ? nil : withElements { positionNotFinite($0) } }
}
