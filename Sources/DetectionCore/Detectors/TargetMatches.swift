/// Who learns what: one entry a positive, image by image and in the order of the anchors, as columns of equal length.
public struct TargetMatches<S: Scalar>: Sendable {
  /// The image.
  public private(set) var images: [Int] = []
  /// The anchor (cell, proposal) in its image.
  public private(set) var anchors: [Int] = []
  /// The object: its row in the ground truth.
  public private(set) var targets: [Int] = []
  /// Their IoU.
  public private(set) var iou: [S] = []
  /// Positives of each image.
  public private(set) var positives: [Int]
  /// Anchors of each image that count for nothing.
  public private(set) var ignored: [Int]
  /// Objects of matches that were taken out again.
  private var passedOver: [Int] = []

  /// No match in any image.
  public init(imageCount: Int) {
    positives = Array(repeating: 0, count: imageCount)
    ignored = Array(repeating: 0, count: imageCount)
  }

  /// Notes a match.
  public mutating func append(image: Int, anchor: Int, target: Int, iou: S) {
    images.append(image)
    anchors.append(anchor)
    targets.append(target)
    self.iou.append(iou)
    positives[image] += 1
  }

  /// Notes anchors that count for nothing.
  public mutating func ignore(_ count: Int, image: Int) { ignored[image] += count }

  /// The matches of the anchors that are kept; the objects of the others stay matched.
  func filtered(_ isKept: (_ image: Int, _ anchor: Int) -> Bool) -> TargetMatches {
    var kept = TargetMatches(imageCount: positives.count)
    (kept.ignored, kept.passedOver) = (ignored, passedOver)
    for match in anchors.indices {
      if isKept(images[match], anchors[match]) {
        kept.append(image: images[match], anchor: anchors[match], target: targets[match], iou: iou[match])
      } else {
        kept.passedOver.append(targets[match])
      }
    }
    return kept
  }

  /// The same matches of anchors with other numbers.
  func renumbered(_ number: (_ image: Int, _ anchor: Int) -> Int) -> TargetMatches {
    var renumbered = self
    renumbered.anchors = zip(images, anchors).map(number)
    return renumbered
  }

  /// Rows of the ground truth that nobody was matched to.
  public func unmatched(of targetCount: Int) -> [Int] {
    var isMatched = [Bool](repeating: false, count: targetCount)
    for target in targets + passedOver { isMatched[target] = true }
    return isMatched.indices.filter { !isMatched[$0] }
  }
}
