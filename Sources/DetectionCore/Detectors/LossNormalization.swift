/// What the sums over a batch's anchors are divided by.
public enum LossNormalization: Sendable, Equatable {
  /// Each image's sum by its own number of positives, at least 1, and the mean over the images: torchvision.
  case perImage
  /// The sum over all images by the number of all positives, at least 1, as in the paper; or by a given number, such as
  /// the running mean of it that detectron2 keeps.
  case batch(divisor: Double?)

  /// What each image's sum is divided by.
  func divisors(positives: [Int]) -> [Double] {
    switch self {
    case .perImage: positives.map { Double(max($0, 1)) * Double(positives.count) }
    case .batch(let divisor):
      Array(repeating: divisor ?? Double(max(positives.reduce(0, +), 1)), count: positives.count)
    }
  }
}
