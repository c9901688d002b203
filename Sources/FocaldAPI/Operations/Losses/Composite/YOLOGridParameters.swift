import DetectionCore

/// The image that a YOLO network saw, and the levels of cells that it laid on it.
enum YOLOGridParameters {
  static let imageSize = Parameter.required(
    "image_size", .list(.number(.positive), count: 2),
    "[height, width] of what the network saw, in the unit of target_boxes.")

  static let all = [
    imageSize,
    Parameter(
      "strides", .list(.number(.positive), count: nil), default: .array([8, 16, 32]),
      "Pixels between two cells, level by level."),
    Parameter(
      "feature_sizes", PyramidParameters.featureSizes, default: nil,
      "[[h, w] per level], instead of strides. null: image_size ÷ strides."),
  ]

  /// The levels of a request.
  static func levels(_ arguments: Arguments) throws(Problem) -> [GridLevel] {
    guard let image = arguments.optionalSize("image_size") else { return [] }
    let given = arguments.value("feature_sizes").list.map(featureSizes)
    if given != nil, arguments.isGiven("strides") {
      throw Problem(
        .conflictingFields, at: "/strides", "strides and feature_sizes exclude each other: give one of them")
    }
    let sizes = if let given { given } else { try sizes(of: image, arguments) }
    var levels: [GridLevel] = []
    for (index, size) in sizes.enumerated() {
      guard
        let level = GridLevel(
          height: size[0], width: size[1], strideY: image.height / Double(size[0]),
          strideX: image.width / Double(size[1]))
      else {
        throw Problem(.invalidShape, at: "/feature_sizes/\(index)", "the level holds more cells than can be counted")
      }
      levels.append(level)
    }
    return levels
  }

  private static func featureSizes(_ list: [JSONValue]) -> [[Int]] {
    list.map { ($0.numberList ?? []).compactMap(Int.init(exactly:)) }
  }

  private static func sizes(of image: ImageSize<Double>, _ arguments: Arguments) throws(Problem) -> [[Int]] {
    var sizes: [[Int]] = []
    for (index, stride) in (arguments.optionalNumbers("strides") ?? []).enumerated() {
      guard let height = Int(exactly: image.height / stride), let width = Int(exactly: image.width / stride) else {
        throw Problem(
          .conflictingFields, at: "/strides/\(index)",
          "image_size [\(plain(image.height)), \(plain(image.width))] is no multiple of the stride \(plain(stride)): "
            + "give feature_sizes")
      }
      sizes.append([height, width])
    }
    return sizes
  }
}

/// What the sums of YOLO's losses are divided by.
enum YOLONormalization {
  static func parameters(default normalization: String) -> [Parameter] {
    [
      Parameter(
        "normalization", .choice(["batch", "image", "paper"]), default: .string(normalization),
        "N. \"batch\": the sums of all images by the number of all positives, at least 1. \"image\": each image's sums "
          + "by its number of positives, at least 1, then the mean over images. \"paper\": the mean over images of plain "
          + "sums."),
      Parameter(
        "normalizer", .number(.positive), default: nil,
        "With normalization \"batch\" only: N itself, such as the running mean that detectron2 keeps."),
    ]
  }

  static func normalization(_ arguments: Arguments, imageCount: Int) throws(Problem) -> LossNormalization {
    let name = arguments.value("normalization")
    if name == "batch" { return .batch(divisor: arguments.optionalNumber("normalizer")) }
    guard arguments.optionalNumber("normalizer") == nil else {
      throw Problem(.conflictingFields, at: "/normalizer", "normalizer goes with normalization \"batch\" only")
    }
    return name == "image" ? .perImage : .batch(divisor: Double(imageCount))
  }
}
