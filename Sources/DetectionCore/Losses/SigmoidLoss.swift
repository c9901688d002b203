/// A loss of one logit, or probability, and one target in [0, 1]: binary cross entropy, focal, quality focal, varifocal.
public protocol SigmoidLoss<S>: ElementLoss {
  /// What the first input holds.
  var input: ClassificationInput { get }
  /// Elements with this target count for nothing, in the mean neither.
  var ignored: S? { get }
  /// What the loss has one per class of, if anything.
  var classParameters: (role: InputRole, values: [S])? { get }
}

extension SigmoidLoss {
  /// Nothing.
  public var classParameters: (role: InputRole, values: [S])? { nil }

  /// What the first input is.
  public var inputRole: InputRole { input.role }

  /// Targets, and probabilities, lie in [0, 1].
  public func check(_ inputs: Tensor<S>, _ targets: Tensor<S>) throws(DetectionError) {
    try checkRanges(inputs, targets, ignoring: nil)
  }

  /// Targets but for those ignored, and probabilities, lie in [0, 1].
  func checkRanges(_ inputs: Tensor<S>, _ targets: Tensor<S>, ignoring ignored: S?) throws(DetectionError) {
    if input == .probabilities {
      try inputs.check(.probabilities, .probability, in: 0...1)
    }
    try targets.check(.targets, .target) { (0...1).contains($0) || $0 == ignored }
  }

  /// The sum over a stretch; NaN if an element is out of range.
  @inline(__always)
  public func sum(_ stretch: ElementStretch<S>) -> Double { stretch.isUnit(input) ? stretch.sum(self) : .nan }

  /// The loss of two tensors of the same shape, after its reduction, in one pass over memory; targets lie in [0, 1], and so
  /// do probabilities.
  @specialized(where Self == BinaryCrossEntropyLoss<Float>)
  @specialized(where Self == BinaryCrossEntropyLoss<Double>)
  @specialized(where Self == FocalLoss<Float>)
  @specialized(where Self == FocalLoss<Double>)
  @specialized(where Self == QualityFocalLoss<Float>)
  @specialized(where Self == QualityFocalLoss<Double>)
  @specialized(where Self == VarifocalLoss<Float>)
  @specialized(where Self == VarifocalLoss<Double>)
  public func evaluate(
    _ inputs: Tensor<S>, targets: Tensor<S>, weights: LossWeights<S>? = nil, gradient: Bool, reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    if let classParameters {
      let (role, classes) = (classParameters.role, inputs.shape.extents.last ?? 0)
      guard classParameters.values.count == classes else {
        throw .shape(role, .numberPerClass(classes), found: Shape(vector: classParameters.values.count))
      }
    }
    guard let ignored else {
      return try evaluated(inputs, targets, weights: weights, gradient: gradient, reduction)
    }
    return try evaluated(inputs, targets, weights, ignoring: ignored, gradient: gradient, reduction)
  }

  /// Ignored elements have the weight 0, and a target that is none of theirs.
  @inline(never)
  private func evaluated(
    _ inputs: Tensor<S>, _ targets: Tensor<S>, _ weights: LossWeights<S>?, ignoring ignored: S, gradient: Bool,
    _ reduction: Reduction
  ) throws(DetectionError) -> ReducedLoss<S> {
    try checkRanges(inputs, targets, ignoring: ignored)
    let counted = targets.withElements { targets in targets.reduce(0) { $0 + ($1 == ignored ? 0 : 1) } }
    return try evaluated(
      inputs, targets.map { $0 == ignored ? 0 : $0 },
      weights: .leavingOut(ignored, of: targets, weights, role: inputRole), gradient: gradient, reduction,
      meanDivisor: S(counted))
  }
}

extension ElementStretch {
  /// Whether all targets, and all probabilities, are in [0, 1]; without a branch, so that it costs next to nothing.
  @inline(__always)
  func isUnit(_ input: ClassificationInput) -> Bool {
    Self.isUnit(targets, count) && (input == .logits || Self.isUnit(inputs, count))
  }

  @inline(__always)
  private static func isUnit(_ elements: UnsafePointer<S>, _ count: Int) -> Bool {
    var failures: Int32 = 0
    for i in 0..<count { failures |= (elements[i] >= 0 ? 0 : 1) | (elements[i] <= 1 ? 0 : 1) }
    return failures == 0
  }
}
