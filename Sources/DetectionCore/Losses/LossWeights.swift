/// Weights of the elements of a loss, which multiply their values and derivatives.
///
/// An element of weight 0 counts for nothing, whatever it costs. What the mean divides by stays the number of elements, as
/// of PyTorch's `weight` of binary cross entropy; softmax cross entropy alone divides by its weights.
public struct LossWeights<S: Scalar>: Sendable {
  /// One per element, or one per row: of the shape of the elements, or of its leading axes. `nil`: all 1.
  public var elements: Tensor<S>?
  /// One per class, where classes are the last axis of the elements. `nil`: all 1.
  public var classes: [S]?

  /// Weights; `nil` where there are none.
  public init?(_ elements: Tensor<S>?, classes: [S]? = nil) {
    guard elements != nil || classes != nil else { return nil }
    self.elements = elements
    self.classes = classes
  }

  /// The weights of elements of that shape. Throws if they do not fit it, or one is negative. `role`: the input whose elements
  /// they are of.
  func fitted(to shape: Shape, of role: InputRole) throws(DetectionError) -> FittedWeights<S> {
    var run = 1
    if let elements {
      let leading = Array(shape.extents.prefix(max(elements.shape.rank, 1)))
      guard elements.shape.rank <= shape.rank, elements.shape.extents == leading else {
        throw .shape(.weights, .leadingAxes(role, shape), found: elements.shape)
      }
      try elements.check(.weights, .weight) { $0 >= 0 }
      run = shape.count / max(elements.count, 1)
    }
    if let classes { try Self.check(classes, count: shape.extents.last ?? 0) }
    return FittedWeights(elements: elements, run: run, classes: classes)
  }

  /// Throws unless there is a weight ≥ 0 for each of so many classes.
  static func check(_ classes: [S], count: Int) throws(DetectionError) {
    guard classes.count == count else {
      throw .shape(.classWeights, .weightPerClass(count), found: Shape(vector: classes.count))
    }
    for (position, weight) in classes.enumerated() where !(weight >= 0) {
      throw .number(.classWeights, .weight, position: position, value: Double(weight))
    }
  }

  /// Weights with a 0 for every target that is ignored.
  static func leavingOut(
    _ ignored: S, of targets: Tensor<S>, _ weights: LossWeights?, role: InputRole
  ) throws(DetectionError) -> LossWeights? {
    var found = LossWeights(targets.map { $0 == ignored ? 0 : 1 }, classes: weights?.classes)
    guard let given = weights?.elements else { return found }
    let fitted = try LossWeights(given)?.fitted(to: targets.shape, of: role)
    found?.elements = Tensor(shape: targets.shape) { output in
      for position in 0..<targets.count {
        output.initializeElement(at: position, to: targets[position] == ignored ? 0 : fitted?[position] ?? 1)
      }
    }
    return found
  }
}

/// Weights that fit the elements of a loss.
struct FittedWeights<S: Scalar>: Sendable {
  fileprivate let elements: Tensor<S>?
  /// Elements in a row that share a weight.
  fileprivate let run: Int
  fileprivate let classes: [S]?

  /// The weight of an element.
  @inline(__always)
  subscript(element: Int) -> S {
    let own: S = elements.map { $0[run == 1 ? element : element / run] } ?? 1
    return classes.map { own * $0[element % $0.count] } ?? own
  }
}

extension LossPass {
  /// The same pass with every value and derivative times the weight of its element: after a block is evaluated, so that a
  /// loss without weights pays nothing.
  @inline(never)
  func weighted(
    by weights: FittedWeights<S>, check: () throws(DetectionError) -> Void,
    _ work: @Sendable (Range<Int>, Output) -> Double
  ) throws(DetectionError) -> ReducedLoss<S> {
    var plain = self
    plain.weights = nil
    let values = UninitializedTensor<S>(shape)
    return try plain.evaluate(check: check) { elements, output in
      let all = Output(values: output.values ?? values.start, slopes: output.slopes, divisor: output.divisor)
      let sum = work(elements, all)
      return sum.isNaN ? sum : self.weigh(elements, all, weights)
    }
  }

  /// Multiplies what is there already, and returns the sum of the values.
  private func weigh(_ elements: Range<Int>, _ output: Output, _ weights: FittedWeights<S>) -> Double {
    guard let values = output.values else { return .nan }
    var sum = 0.0
    for element in elements {
      let weight = weights[element]
      let value = weight == 0 ? 0 : weight * values[element]
      values[element] = value
      sum += Double(value)
      guard let slopes = output.slopes else { continue }
      let (outer, inner) = stride == 1 ? (element, 0) : element.quotientAndRemainder(dividingBy: stride)
      let start = slopes + (outer * width * stride + inner)
      for column in 0..<width {
        start[column * stride] = weight == 0 ? 0 : weight * start[column * stride]
      }
    }
    return sum
  }
}
