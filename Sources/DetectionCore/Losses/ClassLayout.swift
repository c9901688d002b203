/// Inputs (N, C, d…) beside class indices (N, d…): how the softmax losses find the C values of one element.
struct ClassLayout {
  let classes: Int
  /// Elements of the target.
  let count: Int
  /// Distance between two classes of one element: Π d….
  let stride: Int
  /// (N, d…).
  let elements: Shape

  init(_ shape: Shape, input: InputRole) throws(DetectionError) {
    guard shape.rank >= 2, shape[1] >= 1 || shape[0] == 0,
      let elements = Shape([shape[0]] + shape.extents.dropFirst(2))
    else {
      throw .shape(input, .classesOnSecondAxis, found: shape)
    }
    self.elements = elements
    classes = shape[1]
    count = elements.count
    stride = Shape(Array(shape.extents.dropFirst(2)))?.count ?? 1
  }

  init(_ shape: Shape, input: InputRole, targets: Shape) throws(DetectionError) {
    try self.init(shape, input: input)
    guard targets == elements else { throw .shape(.targets, .elementsOf(input, shape, elements), found: targets) }
  }

  /// Where class 0 of an element stands.
  @inline(__always)
  func start(of element: Int) -> Int {
    let (n, inner) = element.quotientAndRemainder(dividingBy: stride)
    return n * classes * stride + inner
  }

  /// Class indices lie in 0..<C, but for the ignored one.
  func check(_ targets: Tensor<Int>, ignoring ignored: Int?) throws(DetectionError) {
    let failing = targets.withElements { elements in
      elements.firstIndex { !($0 >= 0 && $0 < classes) && $0 != ignored }
    }
    guard let failing else { return }
    throw .number(
      .targets, .classIndex(0..<classes, ignored: ignored), position: failing, value: Double(targets[failing]))
  }

  /// One weight a class, none negative.
  func check<S: Scalar>(weights: [S]?, as role: InputRole) throws(DetectionError) {
    guard let weights else { return }
    guard weights.count == classes else {
      throw .shape(role, .weightPerClass(classes), found: Shape(vector: weights.count))
    }
    for (position, weight) in weights.enumerated() where !(weight >= 0) {
      throw .number(role, .weight, position: position, value: Double(weight))
    }
  }

  /// Evaluates every element that counts. `term` gets the element's C inputs (`stride` apart) and its target class, and
  /// writes the C derivatives, which are 0 before, where `slopes` is not `nil`.
  func evaluate<S: Scalar>(
    _ inputs: Tensor<S>, _ targets: Tensor<Int>, ignoring ignored: Int?, weights: FittedWeights<S>? = nil,
    gradient: Bool, _ reduction: Reduction, meanDivisor: S,
    _ term: @Sendable (_ inputs: UnsafePointer<S>, _ target: Int, _ slopes: UnsafeMutablePointer<S>?) -> S
  ) throws(DetectionError) -> ReducedLoss<S> {
    try evaluate(inputs, weights: weights, gradient: gradient, reduction, meanDivisor: meanDivisor) {
      inputs, element, slopes in
      let target = targets[element]
      return target == ignored ? 0 : term(inputs, target, slopes)
    }
  }

  /// The same of any targets: `term` gets the element's number.
  func evaluate<S: Scalar>(
    _ inputs: Tensor<S>, weights: FittedWeights<S>?, gradient: Bool, _ reduction: Reduction, meanDivisor: S,
    _ term: @Sendable (_ inputs: UnsafePointer<S>, _ element: Int, _ slopes: UnsafeMutablePointer<S>?) -> S
  ) throws(DetectionError) -> ReducedLoss<S> {
    let pass = LossPass<S>(
      shape: elements, gradientShape: gradient ? inputs.shape : nil, reduction: reduction, meanDivisor: meanDivisor,
      blocks: .rows(width: classes), width: classes, stride: stride, weights: weights)
    return try pass.evaluate { rows, output in
      inputs.withElements { inputs in
        // A tensor's memory always has an address, even when empty.
        let base = inputs.baseAddress.unsafelyUnwrapped
        return output.sum(rows, width: classes, stride: stride, at: start) { element, slopes in
          term(base + start(of: element), element, slopes)
        }
      }
    }
  }
}
