/// Regions of a batch of which no row is to learn anything: crowds, and what was not annotated.
///
/// A row (anchor, point, proposal) of which a region covers more than a share counts for nothing, whatever it was matched to:
/// |row ∩ region| / |row| > threshold. mmdetection's `gt_bboxes_ignore` with `ignore_iof_thr`. It is asked after the matching,
/// so that the regions change no other row's match.
public struct IgnoredRegions<S: Scalar>: Sendable {
  /// The regions of all images (I, 4).
  public let boxes: Boxes<S>
  /// The share of a row, in [0, 1].
  public let threshold: S
  private let rows: RowsByImage

  /// Checks that every image index (I) is below `imageCount`; without indices all regions are in the first image.
  public init(boxes: Boxes<S>, imageIndices: Tensor<Int>? = nil, imageCount: Int, threshold: S = 0.5)
    throws(DetectionError)
  {
    let images = imageIndices ?? Tensor(shape: Shape(vector: boxes.count), repeating: 0)
    guard images.shape == Shape(vector: boxes.count) else {
      throw .shape(.ignoredImageIndices, .toFit(.ignoredBoxes, Shape(vector: boxes.count)), found: images.shape)
    }
    if let failing = images.withElements({ $0.firstIndex { !(0..<imageCount).contains($0) } }) {
      let role: InputRole = imageIndices == nil ? .ignoredBoxes : .ignoredImageIndices
      throw .number(role, .objectImage(0..<imageCount), position: failing, value: Double(images[failing]))
    }
    self.boxes = boxes
    self.threshold = threshold
    rows = RowsByImage(images, imageCount: imageCount)
  }

  /// The labels of boxes, of the first image, with ``AnchorMatcher/ignored`` for those that a region covers.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func marking(_ labels: Tensor<Int>, of boxes: Boxes<S>, deadline: Deadline = .never) throws(DetectionError)
    -> Tensor<Int>
  {
    var marked = labels.elements
    try mark(&marked, boxes, image: 0, deadline)
    return Tensor(marked)
  }

  /// Marks the rows of an image that its regions cover.
  func mark(_ labels: inout [Int], _ boxes: Boxes<S>, image: Int, _ deadline: Deadline) throws(DetectionError) {
    for row in try covered(labels.count, image: image, deadline, boxes.box) { labels[row] = AnchorMatcher<S>.ignored }
  }

  /// Those of so many rows of an image that its regions cover, in ascending order.
  func covered(_ count: Int, image: Int, _ deadline: Deadline, _ box: (Int) -> Box<S>) throws(DetectionError) -> [Int] {
    let regions = rows.rows(of: image).map { boxes.box($0).converted(to: .ends) }
    guard !regions.isEmpty else { return [] }
    let rowsPerLook = max(1, 0x4000 / regions.count)
    var found: [Int] = []
    for row in 0..<count {
      if row % rowsPerLook == 0 { try deadline.check() }
      let box = box(row).converted(to: .ends)
      if regions.contains(where: { box.share(coveredBy: $0) > threshold }) { found.append(row) }
    }
    return found
  }
}

extension Box {
  /// |B ∩ R| / |B|, by axes, so that no area overflows; a box without length along an axis is covered there by where it is.
  /// Both have ends.
  func share(coveredBy region: Box) -> S { x.share(coveredBy: region.x) * y.share(coveredBy: region.y) }
}

extension Interval {
  fileprivate func share(coveredBy other: Interval) -> S {
    guard size > 0 else { return other.low <= low && high <= other.high ? 1 : 0 }
    return max(min(high, other.high) - max(low, other.low), 0) / size
  }
}

extension AnchorAssignment.ImageMatches {
  /// The same, but for the rows of the image that are to learn nothing.
  func leavingOut(
    _ regions: IgnoredRegions<S>?, _ boxes: Boxes<S>, image: Int, _ deadline: Deadline
  ) throws(DetectionError) -> AnchorAssignment<S>.ImageMatches {
    guard let regions else { return self }
    var labels = labels
    try regions.mark(&labels, boxes, image: image, deadline)
    return .init(labels: labels, iou: iou)
  }
}
