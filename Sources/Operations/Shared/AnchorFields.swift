import DetectionCore

/// The anchors of a dense head: explicit ones, or a pyramid to generate them from.
struct AnchorFields: FieldGroup {
  let explicit: TensorField<Reals>
  let pyramid: PyramidFields
  let shapes: AnchorShapeFields

  /// `imageSize`, `featureSizes`: the fields of that name, which detectors say different things of.
  init(imageSize: Field<OneOrEach<ImageSize<Double>>?>, featureSizes: Field<[FeatureSize]?>) {
    let explicit = TensorField.reals(
      "anchors", .of("A", "4"),
      holds: "Anchors x1, y1, x2, y2, instead of strides, anchor_sizes, aspect_ratios, anchor_order and round_anchors."
    ).optional(otherwise: "generated from the pyramid")
    self.explicit = explicit
    pyramid = PyramidFields(
      imageSize: imageSize, featureSizes: featureSizes, strides: PyramidFields.wholeStrides.only(.without(explicit)))
    shapes = AnchorShapeFields(aspectRatios: AspectRatioFields(instead: explicit), .without(explicit))
  }

  /// The anchors of `head`, `rows` in all. `features` and `maps`: the sizes and the rows of its maps, if it came so.
  func read<S: Scalar>(
    _ request: Request, features: [FeatureSize]? = nil, maps: [Range<Int>] = [], padded: ImageSize<Double>?,
    rows: Int, of head: TensorField<Reals>, as scalar: S.Type = S.self
  ) throws -> HeadAnchors<S> {
    let features = features ?? request[pyramid.featureSizes]
    if request.has(explicit) {
      return HeadAnchors(
        anchors: try request.boxes(explicit, .xyxy),
        levels: maps.isEmpty ? try LevelRows(sharing: rows, among: features ?? [], of: head).ranges : maps)
    }
    guard let features else {
      throw Problem(.missingField, at: "/feature_sizes", "feature_sizes is missing: give it, or explicit anchors")
    }
    let levels = try shapes.levels(request, features, pyramid, padded: padded)
    let ranges = try LevelRows(
      levels.counts(), rows: rows, maps: maps, head: head.name,
      formula: "feature height × width × sizes × ratios"
    ).ranges
    return HeadAnchors(anchors: try levels.boxes(), levels: ranges)
  }
}

extension LevelRows {
  /// The levels of explicit anchors, which have the same number in every cell; without feature sizes they are one level.
  init(sharing rows: Int, among features: [FeatureSize], of head: TensorField<Reals>) throws(Problem) {
    guard !features.isEmpty else {
      try self.init([rows], rows: rows, head: head.name, formula: "anchors")
      return
    }
    var cells: [Int] = []
    var total = 0
    for feature in features {
      let (count, overflow) = feature.height.multipliedReportingOverflow(by: feature.width)
      let (sum, sumOverflow) = total.addingReportingOverflow(count)
      guard !overflow, !sumOverflow, sum <= rows else {
        throw Problem(
          .shapeMismatch, at: "/feature_sizes", "feature_sizes holds more cells than there are anchors, \(rows)")
      }
      cells.append(count)
      total = sum
    }
    guard total > 0 ? rows.isMultiple(of: total) : rows == 0 else {
      throw Problem(
        .shapeMismatch, at: "/feature_sizes",
        "\(rows) anchors do not divide evenly among the \(total) cells of feature_sizes")
    }
    let perCell = total > 0 ? rows / total : 0
    try self.init(cells.map { $0 * perCell }, rows: rows, head: head.name, formula: "anchors")
  }
}
