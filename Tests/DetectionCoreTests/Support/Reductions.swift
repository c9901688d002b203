@testable import DetectionCore

extension ReducedLoss {
  init(values: Tensor<S>, gradient: Tensor<S>?, meanDivisor: S) {
    self.init(loss: values, gradient: gradient, meanDivisor: meanDivisor)
  }

  /// An unreduced loss after another reduction: `LossPass` of values and slopes that are there already.
  func reduced(_ reduction: Reduction) -> ReducedLoss {
    let pass = LossPass<S>(
      shape: loss.shape, gradientShape: gradient?.shape, reduction: reduction, meanDivisor: meanDivisor,
      blocks: Blocks(size: 1024, parallelFrom: .max))
    let width = (gradient?.count ?? 0) / max(loss.count, 1)
    let reduced = try? pass.evaluate { rows, output in
      output.sum(rows, width: width, at: { width * $0 }) { row, slopes in
        if let gradient, let slopes { for i in 0..<width { slopes[i] = gradient[width * row + i] } }
        return loss[row]
      }
    }
    return reduced ?? ReducedLoss(values: Tensor(shape: .scalar, repeating: .nan), gradient: nil, meanDivisor: .nan)
  }
}

// Without a reduction a test gets one value an element.

extension DifferenceLoss {
  func evaluate(_ predictions: Tensor<S>, targets: Tensor<S>, gradient: Bool) throws -> ReducedLoss<S> {
    try evaluate(predictions, targets: targets, gradient: gradient, reduction: .none)
  }
}

extension SigmoidLoss {
  func evaluate(_ inputs: Tensor<S>, targets: Tensor<S>, gradient: Bool) throws -> ReducedLoss<S> {
    try evaluate(inputs, targets: targets, gradient: gradient, reduction: .none)
  }
}

extension FocalLoss {
  func evaluate(_ inputs: Tensor<S>, targets: Tensor<S>, gradient: Bool) throws -> ReducedLoss<S> {
    try evaluate(inputs, targets: targets, gradient: gradient, reduction: .none)
  }
}

extension GHMCLoss {
  func evaluate(_ inputs: Tensor<S>, targets: Tensor<S>, binCounts: Tensor<Double>? = nil, gradient: Bool) throws
    -> Evaluation
  {
    try evaluate(inputs, targets: targets, binCounts: binCounts, gradient: gradient, reduction: .none)
  }
}

extension CrossEntropyLoss {
  func evaluate(_ inputs: Tensor<S>, targets: Tensor<Int>, gradient: Bool) throws -> ReducedLoss<S> {
    try evaluate(inputs, targets: targets, gradient: gradient, reduction: .none)
  }
}

extension SoftmaxFocalLoss {
  func evaluate(_ inputs: Tensor<S>, targets: Tensor<Int>, gradient: Bool) throws -> ReducedLoss<S> {
    try evaluate(inputs, targets: targets, gradient: gradient, reduction: .none)
  }
}

extension DistributionFocalLoss {
  func evaluate(_ logits: Tensor<S>, targets: Tensor<S>, gradient: Bool) throws -> ReducedLoss<S> {
    try evaluate(logits, targets: targets, gradient: gradient, reduction: .none)
  }
}

extension FasterRCNNBoxLoss {
  func evaluate(boxes: Boxes<S>, targets: Boxes<S>, anchors: Boxes<S>, objectness: Tensor<S>?, gradient: Bool) throws
    -> ReducedLoss<S>
  {
    try evaluate(
      boxes: boxes, targets: targets, anchors: anchors, objectness: objectness, gradient: gradient, reduction: .none)
  }

  func evaluate(deltas: Tensor<S>, targets: Boxes<S>, anchors: Boxes<S>, objectness: Tensor<S>?, gradient: Bool) throws
    -> ReducedLoss<S>
  {
    try evaluate(
      deltas: deltas, targets: targets, anchors: anchors, objectness: objectness, gradient: gradient, reduction: .none)
  }
}

extension YOLOv1BoxLoss {
  func evaluate(_ boxes: Boxes<S>, targets: Boxes<S>, objectness: Tensor<S>?, gradient: Bool) throws -> ReducedLoss<S> {
    try evaluate(boxes, targets: targets, objectness: objectness, gradient: gradient, reduction: .none)
  }
}

extension YOLOv3BoxLoss {
  func evaluate(
    raw: Tensor<S>, targets: Tensor<S>, anchors: Tensor<S>, cells: Tensor<S>, objectness: Tensor<S>?, gradient: Bool
  ) throws -> ReducedLoss<S> {
    try evaluate(
      raw: raw, targets: targets, anchors: anchors, cells: cells, objectness: objectness, gradient: gradient,
      reduction: .none)
  }
}

extension ObjectRows {
  func evaluate(gradient: Bool, _ term: @Sendable (_ row: Int, _ slopes: UnsafeMutablePointer<S>?) -> S) throws
    -> ReducedLoss<S>
  {
    try evaluate(gradient: gradient, .none, term)
  }
}
