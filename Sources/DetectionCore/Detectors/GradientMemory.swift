/// The gradients of a network output while a loss is computed: zeros of its shape that terms write to, or nothing where
/// they are not asked for.
struct GradientMemory<S: Scalar> {
  private let memory: UninitializedTensor<S>?

  /// Zeros of a shape, if they are wanted.
  init(_ shape: Shape, wanted: Bool) {
    memory = wanted ? UninitializedTensor(shape) : nil
    memory?.start.initialize(repeating: 0, count: shape.count)
  }

  /// Where element 0 stands.
  var start: UnsafeMutablePointer<S>? { memory?.start }

  /// The gradient by an input of that name.
  func gradient(by input: String) -> [CompositeLoss<S>.InputGradient] {
    memory.map { [CompositeLoss.InputGradient(input, $0.tensor)] } ?? []
  }
}
