import DetectionCore

/// The anchors of SSD and YOLO, which lie in the middle of their cells.
enum CellAnchorParameters {
  /// What tells SSD's default boxes, beside ratios.
  static let ssd = [
    Parameter(
      "scales", .list(.number(.positive), count: nil), default: nil,
      "SSD's s_k, relative to the image, one for each level and one more. null: evenly over scale_range, and 1."),
    Parameter(
      "scale_range", .list(.number(.positive), count: 2), default: [0.15, 0.9],
      "SSD's [s_min, s_max], for want of scales. The paper has 0.2; torchvision 0.15."),
    Parameter(
      "clip_sizes", .boolean, default: true,
      "Holds SSD's widths and heights at the image's, as torchvision's clip does."),
  ]

  static let cellAnchors = Parameter(
    "cell_anchors", .list(.list(.list(.number(.positive), count: 2), count: nil), count: nil), default: nil,
    "yolo: per level a list of [width, height], in pixels.")

  /// SSD's default boxes; `image` is what scales are relative to.
  static func ssd(_ arguments: Arguments, image: ImageSize<Double>?) throws(Problem) -> [CellAnchors] {
    guard let image else {
      throw arguments.value("image_size") == .null
        ? Problem(.missingField, at: "/image_size", "image_size is missing: default boxes are relative to it")
        : Problem(
          .missingField, at: "/padded_size",
          "the images differ in size, and padded_size is missing: default boxes are relative to it")
    }
    let features = PyramidParameters.featureSizes(arguments)
    let ratios = try PyramidParameters.aspectRatios(arguments, count: features.count)
    let boxes = DefaultBoxes(
      scales: try scales(arguments, levels: features.count), clipsSizes: arguments.flag("clip_sizes"))
    let shapes = features.indices.map { boxes.shapes(level: $0, aspectRatios: ratios[$0], image: image) }
    return try levels(arguments, features, shapes, image)
  }

  /// YOLO's anchors.
  static func yolo(_ arguments: Arguments, padded: ImageSize<Double>?) throws(Problem) -> [CellAnchors] {
    let features = PyramidParameters.featureSizes(arguments)
    guard let lists = arguments.value("cell_anchors").list else {
      throw Problem(.missingField, at: "/cell_anchors", "cell_anchors is missing: give [width, height] lists per level")
    }
    try PyramidParameters.check("cell_anchors", lists.count, of: features.count)
    let shapes = lists.map { list in
      (list.list ?? []).compactMap(\.numberList).map { AnchorShape(width: $0[0], height: $0[1]) }
    }
    return try levels(arguments, features, shapes, padded)
  }

  private static func levels(
    _ arguments: Arguments, _ features: [(height: Int, width: Int)], _ shapes: [[AnchorShape]],
    _ image: ImageSize<Double>?
  ) throws(Problem) -> [CellAnchors] {
    let strides = try PyramidParameters.strides(arguments, features, image, areWhole: false)
    return features.indices.map { level in
      CellAnchors(
        height: features[level].height, width: features[level].width, strideY: strides[level].y,
        strideX: strides[level].x, shapes: shapes[level])
    }
  }

  private static func scales(_ arguments: Arguments, levels: Int) throws(Problem) -> [Double] {
    if let scales = arguments.optionalNumbers("scales") {
      guard scales.count == levels + 1 else {
        throw Problem(
          .shapeMismatch, at: "/scales",
          "scales has \(counted(scales.count, "number")), but \(counted(levels, "level")) want \(levels + 1)")
      }
      return scales
    }
    let range = arguments.optionalNumbers("scale_range") ?? []
    guard range.count == 2 else { return DefaultBoxes.scales(from: 0.15, to: 0.9, levels: levels) }
    return DefaultBoxes.scales(from: range[0], to: range[1], levels: levels)
  }
}
