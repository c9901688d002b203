import DetectionCore

/// The anchors of a dense head, as `detections.retinanet` takes them: explicit, or what tells them.
enum AnchorInputs {
  static let explicit = Input(
    "anchors", .of("A", "4"), presence: .optional(otherwise: "generated from the pyramid"),
    holds: "Anchors x1, y1, x2, y2, instead of strides, anchor_sizes, aspect_ratios, anchor_order and round_anchors.")

  private static let size = ParameterType.list(.number(.positive), count: 2)

  static let imageSize = Parameter(
    "image_size", .anyOf([size, .list(size, count: nil)]), default: nil,
    "[height, width], or one per image; default of padded_size.")

  static let pyramid =
    [
      imageSize,
      Parameter(
        "feature_sizes", PyramidParameters.featureSizes, default: nil,
        "[[h, w] per level]. With explicit anchors null is one level of all anchors."),
      PyramidParameters.paddedSize,
    ] + PyramidParameters.anchorParameters

  /// The anchors of heads with so many rows, of a batch that is not empty.
  static func anchors<S: Scalar>(_ arguments: Arguments, rows: Int, imageCount: Int) throws -> Boxes<S> {
    try RetinaNetAnchors(arguments, rows: rows, padded: paddedSize(arguments, imageCount)).anchors
  }

  /// What anchors are laid on, where that is told.
  static func paddedSize(_ arguments: Arguments, _ imageCount: Int) throws(Problem) -> ImageSize<Double>? {
    guard arguments.value("image_size") != .null else { return arguments.optionalSize("padded_size") }
    return try RetinaNetImages(arguments, count: imageCount).paddedSize(arguments)
  }
}

/// What the sums of a composite loss are divided by.
enum NormalizationParameters {
  /// torchvision's, by default; the papers' is "batch".
  static func all(default name: String) -> [Parameter] {
    let (image, batch) = name == "image" ? (" (torchvision)", "paper") : ("", "torchvision, paper")
    return [
      Parameter(
        "normalization", .choice(["image", "batch"]), default: .string(name),
        "N. \"image\": each image's sums by its number of positives, at least 1, then the mean over "
          + "images\(image). \"batch\": the sums of all images by the number of all positives, at least 1 (\(batch))."),
      Parameter(
        "normalizer", .number(.positive), default: nil,
        "With normalization \"batch\" only: N itself, such as the running mean that detectron2 keeps."),
    ]
  }

  static func normalization(_ arguments: Arguments) throws(Problem) -> LossNormalization {
    let divisor = arguments.optionalNumber("normalizer")
    if arguments.value("normalization") == "batch" { return .batch(divisor: divisor) }
    guard divisor == nil else {
      throw Problem(.conflictingFields, at: "/normalizer", "normalizer goes with normalization \"batch\" only")
    }
    return .perImage
  }
}
