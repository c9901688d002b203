/// The loss of a whole detector: a weighted sum of terms over a batch.
public struct CompositeLoss<S: Scalar>: Sendable {
  /// One term of the sum.
  public struct Term: Sendable {
    /// As a training log calls it.
    public let name: String
    /// Its value without its weight.
    public let unweighted: Double
    /// What it counts in the sum.
    public let weight: Double
    /// Its share of the loss.
    public var weighted: Double { weight == 0 ? 0 : unweighted * weight }

    /// A term.
    public init(_ name: String, _ unweighted: Double, weight: Double) {
      self.name = name
      self.unweighted = unweighted
      self.weight = weight
    }
  }

  /// The derivative of the loss by one output of the network.
  public struct InputGradient: Sendable {
    /// The input's name.
    public let input: String
    /// Of the input's shape.
    public let tensor: Tensor<S>

    /// A gradient by an input.
    public init(_ input: String, _ tensor: Tensor<S>) {
      self.input = input
      self.tensor = tensor
    }
  }

  /// The terms, in the order in which they are added.
  public let terms: [Term]
  /// Which anchors, cells or proposals were matched to which objects.
  public let matches: TargetMatches<S>
  /// The rows that were drawn, positives and background; `nil` if all count that are not ignored.
  public let samples: RowSample?
  /// One a network output; none if they were not asked for.
  public let gradients: [InputGradient]

  /// A loss of these terms.
  public init(
    terms: [Term], matches: TargetMatches<S>, samples: RowSample? = nil, gradients: [InputGradient]
  ) {
    self.terms = terms
    self.matches = matches
    self.samples = samples
    self.gradients = gradients
  }

  /// The sum of the weighted terms.
  public var loss: Double { terms.reduce(0) { $0 + $1.weighted } }

  /// The same loss, with other numbers for the rows of matches and samples.
  public func renumbered(_ number: (_ image: Int, _ row: Int) -> Int) -> CompositeLoss {
    var samples = samples
    samples?.renumber(number)
    return CompositeLoss(terms: terms, matches: matches.renumbered(number), samples: samples, gradients: gradients)
  }
}

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
