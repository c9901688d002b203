/// The outputs of a network that has a row an anchor.
enum DenseHeads {
  /// `logits` (B, A, K), `deltas` (B, A, 4), and anchors of positive size.
  static func check<S: Scalar>(
    _ logits: Tensor<S>, _ deltas: Tensor<S>, _ anchors: Boxes<S>, _ truth: GroundTruth<S>
  ) throws(DetectionError) {
    let (images, count) = (truth.imageCount, anchors.count)
    guard logits.shape.rank == 3, logits.shape[0] == images, logits.shape[1] == count else {
      throw .shapeMismatch(
        input: "class_logits", expected: "(\(images), \(count), K), one row an anchor", found: logits.shape)
    }
    try check("box_deltas", deltas, images, count, 4)
    try check(anchors, named: "anchors", truth)
  }

  /// Boxes of positive size that objects can be compared with.
  static func check<S: Scalar>(_ anchors: Boxes<S>, named name: String, _ truth: GroundTruth<S>) throws(DetectionError)
  {
    try anchors.checkPositiveSizes(named: name)
    guard anchors.format == truth.boxes.format else {
      throw .conflict(input: "target_boxes", reason: "all boxes of a request share one format")
    }
  }

  /// A head of so many columns.
  static func check<S: Scalar>(_ name: String, _ head: Tensor<S>, _ images: Int, _ count: Int, _ columns: Int)
    throws(DetectionError)
  {
    guard head.shape.extents == [images, count, columns] else {
      throw .shapeMismatch(
        input: name, expected: "(\(images), \(count), \(columns)), one row an anchor", found: head.shape)
    }
  }
}
