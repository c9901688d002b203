import DetectionCore

/// Memory that kernels fill before it is read as a tensor.
///
/// `@unchecked Sendable`: written before `tensor` is asked for, and not after.
final class FloatMemory: @unchecked Sendable {
  let start: UnsafeMutablePointer<Float>
  private let shape: Shape

  init(_ shape: Shape) {
    self.shape = shape
    start = .allocate(capacity: max(shape.count, 1))
  }

  deinit { start.deallocate() }

  /// The tensor, which keeps this memory.
  var tensor: Tensor<Float> { Tensor(shape: shape, borrowing: UnsafePointer(start), owner: self) }
}
