/// Memory for a tensor that several threads fill in; every element must be set before `tensor` is asked for.
///
/// `@unchecked Sendable`: threads write to different elements, and the code that starts them waits for them.
package final class UninitializedTensor<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  /// The first element.
  package let start: UnsafeMutablePointer<Element>
  private let shape: Shape

  /// Memory for a tensor of that shape.
  package init(_ shape: Shape) {
    self.shape = shape
    start = TensorMemory.take(shape.count)
  }

  deinit { TensorMemory.give(start) }

  /// The tensor, which keeps this memory.
  package var tensor: Tensor<Element> { Tensor(shape: shape, borrowing: UnsafePointer(start), owner: self) }
}
