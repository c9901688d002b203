/// What one image's post-processing found, best score first.
public struct Detections<S: Scalar>: Sendable {
  /// Boxes (n, 4) xyxy, in the image.
  public var boxes: Tensor<S>
  /// Scores (n).
  public var scores: Tensor<S>
  /// Class indices (n).
  public var labels: Tensor<Int>
  /// The row of the heads (anchor, cell, query, proposal) that each box comes from (n).
  public var anchorIndices: Tensor<Int>
  /// The level of that row (n).
  public var levels: Tensor<Int>
  /// The numbers of that row behind its classes (n, E), where they were asked for.
  public var extras: Tensor<S>?
  /// Keypoints (n, k, d) x, y and what follows them, in the image.
  public var keypoints: Tensor<S>?
  /// Rotated boxes (n, 5), of which `boxes` are the upright hulls.
  public var rotatedBoxes: RotatedBoxes<S>?
  /// Masks (n), in the image.
  public var masks: [RunLengthMask]?
  /// The same as texts of files (n), where those were asked for.
  public var maskFiles: [String]?
  /// What became of the candidates.
  public var counts: DetectionCounts
  /// What became of each of them, if that was asked for.
  public var explanation: Explanation<S>?
}

extension Detections {
  /// The detections of several images, one after the other; what became of the candidates is added up.
  public init(joining images: [Detections]) {
    self.init(
      boxes: Tensor(joining: images.map(\.boxes), columns: [4]), scores: Tensor(images.flatMap(\.scores.elements)),
      labels: Tensor(images.flatMap(\.labels.elements)),
      anchorIndices: Tensor(images.flatMap(\.anchorIndices.elements)),
      levels: Tensor(images.flatMap(\.levels.elements)), counts: DetectionCounts(), explanation: nil)
    extras = Self.joined(images, \.extras)
    keypoints = Self.joined(images, \.keypoints)
    rotatedBoxes = images.isEmpty ? nil : RotatedBoxes(joining: images.compactMap(\.rotatedBoxes))
    if images.contains(where: { $0.rotatedBoxes == nil }) { rotatedBoxes = nil }
    masks = Self.joined(images, \.masks)
    maskFiles = Self.joined(images, \.maskFiles)
  }

  private static func joined<Row>(_ images: [Detections], _ member: KeyPath<Detections, [Row]?>) -> [Row]? {
    let rows = images.compactMap { $0[keyPath: member] }
    return images.isEmpty || rows.count < images.count ? nil : rows.flatMap(\.self)
  }

  private static func joined(_ images: [Detections], _ member: KeyPath<Detections, Tensor<S>?>) -> Tensor<S>? {
    let tensors = images.compactMap { $0[keyPath: member] }
    guard let first = tensors.first, tensors.count == images.count else { return nil }
    return Tensor(joining: tensors, columns: Array(first.shape.extents.dropFirst()))
  }
}

extension Tensor {
  /// Rows of tensors, one after the other; `columns`: the extents of a row.
  init(joining tensors: [Tensor], columns: [Int]) {
    let rows = tensors.reduce(0) { $0 + ($1.shape.extents.first ?? 0) }
    let elements = tensors.flatMap(\.elements)
    self = Shape([rows] + columns).flatMap { Tensor(shape: $0, elements: elements) } ?? Tensor(elements)
  }
}
