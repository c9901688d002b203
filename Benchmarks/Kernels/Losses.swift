import DetectionCore

/// Focal loss and its gradient, reduced to a sum; a hundredth of the targets is positive.
let focal = Kind(name: "focal", sizes: [1000, 10_000, 100_000, 1_000_000, 10_000_000]) { count in
  let (logits, targets) = classification(count)
  let loss = FocalLoss<Float>()
  return Workload(inputs: [NamedArray("logits", logits), NamedArray("targets", targets)]) {
    answer(try loss.evaluate(logits, targets: targets, gradient: true, reduction: .sum(normalizer: 1)))
  }
}

/// Logits of a detector's head, and their targets.
func classification(_ count: Int) -> (logits: Tensor<Float>, targets: Tensor<Float>) {
  var random = Random(seed: 1)
  let shape = Shape(vector: count)
  let logits = Tensor<Float>(shape: shape) { logits in
    for i in 0..<count { logits.initializeElement(at: i, to: random.normal(mean: -2, deviation: 3)) }
  }
  let targets = Tensor<Float>(shape: shape) { targets in
    for i in 0..<count { targets.initializeElement(at: i, to: random.below(100) == 0 ? 1 : 0) }
  }
  return (logits, targets)
}

/// CIoU loss and its gradient, reduced to a sum, of boxes near their targets.
let ciou = Kind(name: "ciou", sizes: [1000, 10_000, 100_000, 1_000_000]) { count in
  var random = Random(seed: 2)
  let targets = randomBoxes(count, side: 1000, sizes: 10...110, &random)
  let boxes = Tensor<Float>(shape: targets.shape) { boxes in
    for i in 0..<count {
      let (x1, y1) = (targets[4 * i], targets[4 * i + 1])
      let (w, h) = (targets[4 * i + 2] - x1, targets[4 * i + 3] - y1)
      let (left, top) = (x1 + w * random.uniform(-0.4, 0.4), y1 + h * random.uniform(-0.4, 0.4))
      boxes.initializeElement(at: 4 * i, to: left)
      boxes.initializeElement(at: 4 * i + 1, to: top)
      boxes.initializeElement(at: 4 * i + 2, to: left + w * random.uniform(0.6, 1.6))
      boxes.initializeElement(at: 4 * i + 3, to: top + h * random.uniform(0.6, 1.6))
    }
  }
  return Workload(inputs: [NamedArray("boxes", boxes), NamedArray("targets", targets)]) {
    let loss = try OverlapLoss<Float>(.ciou).evaluate(
      Boxes(boxes), targets: Boxes(targets), gradient: true, reduction: .sum(normalizer: 1))
    return answer(loss.loss)
  }
}

private func answer(_ loss: ReducedLoss<Float>) -> () -> [NamedArray] {
  {
    [NamedArray("loss", loss.loss)] + (loss.gradient.map { [NamedArray("gradient", $0)] } ?? [])
  }
}
