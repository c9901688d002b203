/// What libraries do to boxes before they suppress: how classes are kept apart, what boxes without area overlap, whether ends
/// are pixels. The defaults change nothing.
public struct SuppressionConvention: Sendable, Equatable {
  /// How boxes of different classes are kept from suppressing each other.
  public enum ClassSeparation: String, Sendable, CaseIterable {
    /// By their labels.
    case labels
    /// By shifting them by their label times the largest coordinate + 1: torchvision, detectron2, mmcv. Where coordinates are
    /// negative, or far from 0 in float32, classes mix.
    case largestCoordinate = "max-coordinate"
    /// By shifting them by their label times 7680: ultralytics.
    case fixed = "7680"
  }

  /// What boxes without area overlap.
  public enum ZeroArea: String, Sendable, CaseIterable {
    /// Fully what is the same box.
    case same
    /// Nothing: 0/0 is NaN in torchvision and mmcv, and 0 by definition in TensorFlow and ONNX Runtime.
    case never
  }

  /// How classes are kept apart.
  public var classSeparation: ClassSeparation
  /// Above that many boxes by labels, whatever `classSeparation` says.
  public var shiftLimit: Int?
  /// What boxes without area overlap.
  public var zeroArea: ZeroArea
  /// What is added to every length.
  public var pixelOffset: Double

  /// A convention; without arguments nothing is changed.
  public init(
    classSeparation: ClassSeparation = .labels, shiftLimit: Int? = nil, zeroArea: ZeroArea = .same,
    pixelOffset: Double = 0
  ) {
    self.classSeparation = classSeparation
    self.shiftLimit = shiftLimit
    self.zeroArea = zeroArea
    self.pixelOffset = pixelOffset
  }

  /// Whether boxes stay as they are.
  public var isPlain: Bool { classSeparation == .labels && zeroArea == .same && pixelOffset == 0 }

  /// Boxes that plain suppression, class by class, does the same to.
  public struct Prepared<S: Scalar>: Sendable {
    /// xyxy.
    public let boxes: Boxes<S>
    /// Their classes; `nil`: one.
    public let labels: Tensor<Int>?
  }

  /// Boxes (N, 4) of these labels (N) as libraries have them. `isAgnostic`: all are one class.
  public func prepare<S: Scalar>(_ boxes: Boxes<S>, labels: Tensor<Int>?, isAgnostic: Bool) throws(DetectionError)
    -> Prepared<S>
  {
    if let labels, labels.shape != Shape(vector: boxes.count) {
      throw .shape(.labels, .toFit(.boxes, Shape(vector: boxes.count)), found: labels.shape)
    }
    let corners = boxes.converted(to: .xyxy).withRows { rows in (0..<boxes.count).map { CornerBox(rows + 4 * $0) } }
    let (prepared, classes) = prepare(corners, labels: labels?.elements, isAgnostic: isAgnostic)
    return Prepared(boxes: Boxes(corners: prepared), labels: classes.map { Tensor($0) })
  }

  /// The same of corner boxes and their classes.
  func prepare<S: Scalar>(_ boxes: [CornerBox<S>], labels: [Int]?, isAgnostic: Bool) -> (
    boxes: [CornerBox<S>], labels: [Int]?
  ) {
    let labels = isAgnostic ? nil : labels
    let isShifted = labels != nil && classSeparation != .labels && boxes.count <= shiftLimit ?? .max
    var numbers = boxes.flatMap { [$0.x1, $0.y1, $0.x2, $0.y2] }
    if let labels, isShifted { shift(&numbers, by: labels) }
    for end in numbers.indices where end & 2 != 0 { numbers[end] += S(pixelOffset) }
    let prepared = stride(from: 0, to: numbers.count, by: 4).map { row in
      CornerBox(x1: numbers[row], y1: numbers[row + 1], x2: numbers[row + 2], y2: numbers[row + 3])
    }
    return (prepared, setApart(prepared, isShifted ? nil : labels))
  }

  private func shift<S: Scalar>(_ numbers: inout [S], by labels: [Int]) {
    let largest = numbers.max() ?? 0
    let step = classSeparation == .fixed ? 7680 : largest + 1
    for index in numbers.indices { numbers[index] += S(labels[index / 4]) * step }
  }

  /// Labels by which boxes without area stand alone.
  private func setApart<S: Scalar>(_ boxes: [CornerBox<S>], _ labels: [Int]?) -> [Int]? {
    guard zeroArea == .never else { return labels }
    var known: [Int: Int] = [:]
    return boxes.indices.map { row in
      guard boxes[row].area > 0 else { return boxes.count + row }
      let label = labels?[row] ?? 0
      if let number = known[label] { return number }
      known[label] = known.count
      return known.count - 1
    }
  }
}
