/// The outputs of a network that has a row an anchor.
enum DenseHeads {
  /// `logits` (B, A, K), `deltas` (B, A, 4), and anchors of positive size.
  static func check<S: Scalar>(
    _ logits: Tensor<S>, _ deltas: Tensor<S>, _ anchors: Boxes<S>, _ truth: GroundTruth<S>
  ) throws(DetectionError) {
    let (images, count) = (truth.imageCount, anchors.count)
    guard logits.shape.rank == 3, logits.shape[0] == images, logits.shape[1] == count else {
      throw .shape(.classLogits, .classesOfAnchors(images: images, anchors: count), found: logits.shape)
    }
    try check(.boxDeltas, deltas, images, count, 4)
    try check(anchors, as: .anchors, truth)
  }

  /// Boxes of positive size that objects can be compared with.
  static func check<S: Scalar>(_ anchors: Boxes<S>, as role: InputRole, _ truth: GroundTruth<S>) throws(DetectionError)
  {
    try anchors.checkPositiveSizes(role)
    guard anchors.format == truth.boxes.format else {
      throw .conflict(.targetBoxes, .formats)
    }
  }

  /// A head of so many columns.
  static func check<S: Scalar>(_ role: InputRole, _ head: Tensor<S>, _ images: Int, _ count: Int, _ columns: Int)
    throws(DetectionError)
  {
    guard head.shape.extents == [images, count, columns] else {
      throw .shape(
        role, .columnsOfAnchors(images: images, anchors: count, columns: columns), found: head.shape)
    }
  }
}
