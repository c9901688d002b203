import DetectionCore

/// The image that a YOLO network saw, and the levels of cells on it.
struct YOLOGridFields: FieldGroup {
  let imageSize = YOLOGridFields.imageSize
  let strides: Field<[Double]>
  let featureSizes: Field<[FeatureSize]?>

  static let imageSize = Field<ImageSize<Double>?>.size(
    "image_size", "[height, width] of what the network saw, in the unit of target_boxes."
  ).required

  init() {
    featureSizes = .featureSizes("[[h, w] per level], instead of strides. null: image_size ÷ strides.")
    strides = .numbers(
      "strides", .positive, default: [8, 16, 32], "Pixels between two cells, level by level."
    ).only(.without(featureSizes))
  }

  /// The levels of a request.
  func levels(_ request: Request) throws(Problem) -> [GridLevel] {
    guard let image = request[imageSize] else { return [] }
    let given = request[featureSizes]
    let sizes = if let given { given } else { try sizes(of: image, request[strides]) }
    var levels: [GridLevel] = []
    for (index, size) in sizes.enumerated() {
      guard
        let level = GridLevel(
          height: size.height, width: size.width, strideY: image.height / Double(size.height),
          strideX: image.width / Double(size.width))
      else {
        throw Problem(.invalidShape, at: "/feature_sizes/\(index)", "the level holds more cells than can be counted")
      }
      levels.append(level)
    }
    return levels
  }

  private func sizes(of image: ImageSize<Double>, _ strides: [Double]) throws(Problem) -> [FeatureSize] {
    var sizes: [FeatureSize] = []
    for (index, stride) in strides.enumerated() {
      guard let height = Int(exactly: image.height / stride), let width = Int(exactly: image.width / stride) else {
        throw Problem(
          .conflictingFields, at: "/strides/\(index)",
          "image_size [\(plain(image.height)), \(plain(image.width))] is no multiple of the stride \(plain(stride)): "
            + "give feature_sizes")
      }
      sizes.append(FeatureSize(height: height, width: width))
    }
    return sizes
  }
}
