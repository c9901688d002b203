/// What the sums over a batch's anchors are divided by.
public enum LossNormalization: Sendable, Equatable {
  /// Each image's sum by its own number of positives, at least 1, and the mean over the images: torchvision.
  case perImage
  /// The sum over all images by the number of all positives, at least 1, as in the paper; or by a given number, such as
  /// the running mean of it that detectron2 keeps.
  case batch(divisor: Double?)
  /// The sum over all images by Σ max(1, an image's positives), and an ε: mmdetection.
  case batchOfImages(eps: Double)
  /// The sum over all images by m · previous + (1 − m) · the number of all positives, at least 1: detectron2's training step.
  case running(previous: Double, momentum: Double)
  /// The sum over all images by 1 + the number of all positives: TensorFlow's models.
  case onePlusBatch
  /// The sum over all images by the number of all positives, and 0 without any: Keras' models.
  case batchIfAny

  /// What each image's sum is divided by.
  func divisors(positives: [Int]) -> [Double] {
    let all = Double(positives.reduce(0, +))
    let divisor: Double
    switch self {
    case .perImage: return positives.map { Double(max($0, 1)) * Double(positives.count) }
    case .batch(let given): divisor = given ?? max(all, 1)
    case .batchOfImages(let eps): divisor = Double(positives.reduce(0) { $0 + max($1, 1) }) + eps
    case .running(let previous, let momentum): divisor = momentum * previous + (1 - momentum) * max(all, 1)
    case .onePlusBatch: divisor = 1 + all
    case .batchIfAny: divisor = all > 0 ? all : .infinity
    }
    return Array(repeating: divisor, count: positives.count)
  }
}
