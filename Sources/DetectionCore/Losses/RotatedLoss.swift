/// A loss of rotated boxes and their targets, pair by pair: rows cx, cy, w, h, r. Computed in float64 in either precision, as
/// a few hundred operations a box make a loss that float32 would leave few digits of.
public protocol RotatedLoss<S>: Sendable {
  /// The precision.
  associatedtype S: Scalar

  /// The loss of a row, and its five derivatives where there is room for them.
  func term(_ box: UnsafePointer<S>, _ target: UnsafePointer<S>, slopes: UnsafeMutablePointer<S>?) -> S
}

extension RotatedLoss {
  /// The loss of boxes (N, 5) and targets (N, 5) after its reduction; the gradient is by the boxes.
  @specialized(where Self == ProbIoULoss<Float>)
  @specialized(where Self == ProbIoULoss<Double>)
  @specialized(where Self == KFIoULoss<Float>)
  @specialized(where Self == KFIoULoss<Double>)
  @specialized(where Self == GWDLoss<Float>)
  @specialized(where Self == GWDLoss<Double>)
  @specialized(where Self == RotatedIoULoss<Float>)
  @specialized(where Self == RotatedIoULoss<Double>)
  public func evaluate(
    _ boxes: RotatedBoxes<S>, targets: RotatedBoxes<S>, weights: LossWeights<S>? = nil, gradient: Bool,
    reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    guard boxes.count == targets.count else {
      throw .shape(.targetBoxes, .toFit(.boxes, boxes.tensor.shape), found: targets.tensor.shape)
    }
    let shape = Shape(vector: boxes.count)
    let pass = LossPass<S>(
      shape: shape, gradientShape: gradient ? boxes.tensor.shape : nil, reduction: reduction,
      meanDivisor: S(boxes.count), blocks: .rows(width: 64), width: 5,
      weights: try weights?.fitted(to: shape, of: .boxes))
    return try pass.evaluate { rows, output in
      boxes.tensor.withElements { boxRows in
        targets.tensor.withElements { targetRows in
          // A tensor's memory always has an address, even when empty.
          let (boxes, targets) = (boxRows.baseAddress.unsafelyUnwrapped, targetRows.baseAddress.unsafelyUnwrapped)
          return output.sum(rows, width: 5, at: { 5 * $0 }) { row, slopes in
            term(boxes + 5 * row, targets + 5 * row, slopes: slopes)
          }
        }
      }
    }
  }
}

extension RotatedTerm {
  /// Writes the derivatives by cx, cy, w, h, r, and returns the value.
  @inline(__always)
  func write<S: Scalar>(to slopes: UnsafeMutablePointer<S>?) -> S {
    if let slopes {
      slopes[0] = S(x)
      slopes[1] = S(y)
      slopes[2] = S(width)
      slopes[3] = S(height)
      slopes[4] = S(angle)
    }
    return S(value)
  }
}
