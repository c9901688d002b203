import DetectionCore

/// The images of a request to EfficientNMS: boxes, scores, and anchors if there are some.
struct EfficientNMSBatch<S: Scalar> {
  let count: Int
  private let isBatch: Bool
  private let boxes: Tensor<S>
  private let scores: Tensor<S>
  private let anchors: Tensor<S>?

  init(_ request: Request, _ fields: EfficientNMS) throws {
    scores = try request.tensor(fields.scores)
    boxes = try request.tensor(fields.boxes)
    anchors = try request.optionalTensor(fields.anchors)
    isBatch = scores.shape.rank == 3
    count = isBatch ? scores.shape[0] : 1
    guard boxes.shape.rank >= scores.shape.rank, isBatch || boxes.shape.rank == 2 else {
      throw Problem(
        .wrongRank, at: "/\(fields.boxes.name)",
        "boxes \(boxes.shape) and scores \(scores.shape) must be of one image, or of the same batch")
    }
    guard !isBatch || boxes.shape[0] == count, count <= ImageFields.limit else {
      throw Problem(
        .shapeMismatch, at: "/\(fields.boxes.name)",
        "boxes \(boxes.shape) and scores \(scores.shape) must be of the same batch, of \(ImageFields.limit) images at "
          + "the most")
    }
    if let anchors, anchors.shape.rank == 3, anchors.shape[0] != 1, anchors.shape[0] != count {
      throw Problem(
        .shapeMismatch, at: "/\(fields.anchors.name)",
        "anchors \(anchors.shape) are of \(counted(anchors.shape[0], "image")): give those of one, or of all \(count)")
    }
  }

  func boxes(_ image: Int) -> Tensor<S> { isBatch ? boxes.row(image) : boxes }

  func scores(_ image: Int) -> Tensor<S> { isBatch ? scores.row(image) : scores }

  /// The anchors of an image; `nil` where boxes are decoded.
  func anchors(_ image: Int) -> Tensor<S>? {
    guard let anchors, anchors.shape.rank == 3 else { return anchors }
    return anchors.row(anchors.shape[0] == 1 ? 0 : image)
  }
}
