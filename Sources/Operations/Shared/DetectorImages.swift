import DetectionCore

/// The sizes of a request's images, and the way back to the originals.
struct DetectorImages<S: Scalar> {
  let sizes: [ImageSize<S>]
  let mappings: [ImageMapping<S>?]
  /// What the network saw of all of them; `nil` where they differ.
  let padded: ImageSize<Double>?

  /// Boxes are clipped to the size of the image; originals were resized to it.
  init(_ request: Request, _ images: ImageFields, _ original: OriginalImageFields, count: Int) throws(Problem) {
    let sizes = try images.sizes(request, count: count)
    self.sizes = sizes.map { ImageSize<S>($0) }
    mappings = try original.mappings(request, sizes: sizes, fit: .resize)
    padded = try images.paddedSize(request, count: count)
  }
}

extension ImageFields {
  /// The size of each image, which boxes are clipped to.
  static let clipping = Field<OneOrEach<ImageSize<Double>>?>.sizePerImage(
    "image_size", "[height, width], or one per image; boxes are clipped to it."
  ).required
}
