/// The ground truth of a batch, flat: one row an object, beside the image that it is in.
public struct GroundTruth<S: Scalar>: Sendable {
  /// Boxes (M, 4), each of positive width and height.
  public let boxes: Boxes<S>
  /// Class indices (M).
  public let labels: Tensor<Int>
  /// What rows that learn each object count in every term (M), ≥ 0; `nil`: all 1. What sums are divided by takes no notice of them.
  public let weights: Tensor<S>?
  /// How many images there are, with objects or without.
  public let imageCount: Int
  /// Regions of which no row learns anything.
  public let ignored: IgnoredRegions<S>?
  private let rows: RowsByImage

  /// The objects of one image.
  public struct Objects: Sendable {
    /// The image.
    public let image: Int
    /// Their rows in the flat ground truth.
    public let rows: [Int]
    /// Their boxes (m, 4).
    public let boxes: Boxes<S>
  }

  /// Checks that every label is one of `classes` and every image index below `imageCount`; without indices there
  /// is one image at most.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public init(
    boxes: Boxes<S>, labels: Tensor<Int>, imageIndices: Tensor<Int>? = nil, imageCount: Int, classes: Range<Int>,
    weights: Tensor<S>? = nil, ignored: IgnoredRegions<S>? = nil
  ) throws(DetectionError) {
    guard imageIndices != nil || imageCount <= 1 || boxes.count == 0 else {
      throw .conflict(.targetImageIndices, .imagesNotSaid(imageCount))
    }
    let images = imageIndices ?? Tensor(shape: Shape(vector: boxes.count), repeating: 0)
    try Self.check(labels, .targetLabels, count: boxes.count, in: classes, .objectClass(classes))
    try Self.check(
      images, .targetImageIndices, count: boxes.count, in: 0..<imageCount, .objectImage(0..<imageCount))
    try boxes.checkPositiveSizes(.targetBoxes)
    if let weights {
      try weights.check(.targetWeights, shape: Shape(vector: boxes.count), toFit: .targetBoxes)
      try weights.check(.targetWeights, .weight) { $0 >= 0 }
    }
    self.weights = weights
    self.boxes = boxes
    self.labels = labels
    self.imageCount = imageCount
    self.ignored = ignored
    rows = RowsByImage(images, imageCount: imageCount)
  }

  /// The objects of an image.
  public func objects(of image: Int) -> Objects {
    let rows = rows.rows(of: image)
    return Objects(image: image, rows: rows, boxes: boxes.rows(rows))
  }

  /// The box of a row.
  func box(_ row: Int) -> Box<S> { boxes.withRows { Box($0 + 4 * row, boxes.format) } }

  /// What a row that learns an object counts.
  @inline(__always)
  func weight(of target: Int) -> S { weights?[target] ?? 1 }

  /// What rows count, by the objects that they learn, where any counts more or less than others; marks of anchors without an object
  /// are no objects.
  func weights(of targets: [Int]) -> [S]? {
    weights.map { weights in targets.map { $0 >= 0 ? weights[$0] : 1 } }
  }

  /// The classes of rows, where they are rows; marks of anchors without an object stay.
  func classes(of targets: [Int]) -> [Int] { targets.map { $0 >= 0 ? labels[$0] : $0 } }

  private static func check(
    _ tensor: Tensor<Int>, _ role: InputRole, count: Int, in range: Range<Int>, _ rule: NumberRule
  ) throws(DetectionError) {
    guard tensor.shape == Shape(vector: count) else {
      throw .shape(role, .toFit(.targetBoxes, Shape(vector: count)), found: tensor.shape)
    }
    guard let failing = tensor.withElements({ $0.firstIndex { !range.contains($0) } }) else { return }
    throw .number(role, rule, position: failing, value: Double(tensor[failing]))
  }
}
