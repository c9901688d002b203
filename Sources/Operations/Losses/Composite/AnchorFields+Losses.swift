import DetectionCore

extension AnchorFields {
  /// The anchors of a loss, whose heads come as matrices.
  static let ofLosses = AnchorFields(
    imageSize: .ofLosses,
    featureSizes: .featureSizes("[[h, w] per level]. With explicit anchors null is one level of all anchors."))

  /// The anchors of `head`, `rows` in all, of a batch that has images.
  func read<S: Scalar>(_ request: Request, rows: Int, imageCount: Int, of head: TensorField<Reals>) throws -> Boxes<S> {
    let padded = try pyramid.images.paddedSize(request, count: imageCount)
    return try read(request, padded: padded, rows: rows, of: head).anchors
  }
}

extension Field<OneOrEach<ImageSize<Double>>?> {
  /// The size of the images of a loss, which strides may be derived from.
  static let ofLosses = sizePerImage("image_size", "[height, width], or one per image; default of padded_size.")
}
