import DetectionCore

/// The scales of SSD's default boxes.
struct DefaultBoxFields: FieldGroup {
  let scales: Field<[Double]?>
  let range: Field<[Double]>
  let clipsSizes: Field<Bool>

  /// They have an effect under `conditions` only.
  init(_ conditions: Condition...) {
    scales = .optionalNumbers(
      "scales", .positive,
      "SSD's s_k, relative to the image, one for each level and one more. null: evenly over scale_range, and 1."
    ).only(conditions)
    range = .numbers(
      "scale_range", .positive, count: 2, default: [0.15, 0.9],
      "SSD's [s_min, s_max], for want of scales. The paper has 0.2; torchvision 0.15."
    ).only(conditions)
    clipsSizes = .flag(
      "clip_sizes", default: true, "Holds SSD's widths and heights at the image's, as torchvision's clip does."
    ).only(conditions)
  }

  /// The default boxes of each level; `image` is what scales are relative to.
  func levels(
    _ request: Request, _ features: [FeatureSize], _ pyramid: PyramidFields, _ ratios: AspectRatioFields,
    image: ImageSize<Double>?
  ) throws(Problem) -> LaidAnchors {
    guard let image else {
      throw request[pyramid.imageSize] == nil
        ? Problem(.missingField, at: "/image_size", "image_size is missing: default boxes are relative to it")
        : Problem(
          .missingField, at: "/padded_size",
          "the images differ in size, and padded_size is missing: default boxes are relative to it")
    }
    let ratios = try ratios.read(request, levels: features.count)
    let boxes = DefaultBoxes(
      scales: try scales(request, levels: features.count), clipsSizes: request[clipsSizes])
    let shapes = features.indices.map { boxes.shapes(level: $0, aspectRatios: ratios[$0], image: image) }
    return try pyramid.cells(request, features, shapes, padded: image)
  }

  private func scales(_ request: Request, levels: Int) throws(Problem) -> [Double] {
    guard let scales = request[scales] else {
      let range = request[range]
      return DefaultBoxes.scales(from: range.first ?? 0.15, to: range.last ?? 0.9, levels: levels)
    }
    guard scales.count == levels + 1 else {
      throw Problem(
        .shapeMismatch, at: "/\(self.scales.name)",
        "\(self.scales.name) has \(counted(scales.count, "number")), but \(counted(levels, "level")) want \(levels + 1)"
      )
    }
    return scales
  }
}

extension PyramidFields {
  /// Levels whose cells have these boxes in their middle.
  func cells(
    _ request: Request, _ features: [FeatureSize], _ shapes: [[AnchorShape]], padded: ImageSize<Double>?
  ) throws(Problem) -> LaidAnchors {
    let strides = try strides(request, features, padded: padded, areWhole: false)
    return LaidAnchors(features, strides: strides, shapes: shapes, offset: 0.5)
  }
}
