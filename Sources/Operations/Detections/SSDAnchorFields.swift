import DetectionCore

/// The default boxes of SSD: explicit ones, or a pyramid with scales and ratios to generate them from.
struct SSDAnchorFields: FieldGroup {
  let explicit: TensorField<Reals>
  let pyramid: PyramidFields
  let ratios: AspectRatioFields
  let boxes: DefaultBoxFields

  init() {
    let explicit = TensorField.reals(
      "anchors", .of("A", "4"),
      holds: "Default boxes x1, y1, x2, y2, in pixels of the network's input, instead of feature_sizes, strides, "
        + "aspect_ratios, scales, scale_range and clip_sizes."
    ).optional(otherwise: "generated from feature_sizes and scales")
    self.explicit = explicit
    pyramid = PyramidFields(
      imageSize: ImageFields.clipping,
      featureSizes: .featureSizes(
        "[[h, w] per level], to lay default boxes on. null: those of the maps, where heads come so."
      ).only(.without(explicit)),
      strides: .strides(
        "Pixels between two cells: a number or [y, x] per level, torchvision's steps. null: padded_size ÷ feature size."
      ).only(.without(explicit)))
    ratios = AspectRatioFields(instead: explicit)
    boxes = DefaultBoxFields(.without(explicit))
  }

  /// The default boxes of a head, of a batch that has images.
  func read<S: Scalar>(
    _ request: Request, _ batch: DetectorBatch<S>, _ head: TensorField<Reals>, padded: ImageSize<Double>?
  ) throws -> HeadAnchors<S> {
    let maps = try batch.levels(head)
    if request.has(explicit) { return HeadAnchors(anchors: try request.boxes(explicit, .xyxy), levels: maps) }
    guard let features = batch.features ?? request[pyramid.featureSizes] else {
      throw Problem(.missingField, at: "/feature_sizes", "feature_sizes is missing: give it, or explicit anchors")
    }
    let cells = try boxes.levels(request, features, pyramid, ratios, image: padded)
    let ranges = try LevelRows(
      cells.counts(), rows: try batch.head(head, 0).rows, maps: maps,
      head: head.name, formula: "feature height × width × (2 + 2 × ratios)"
    ).ranges
    return HeadAnchors(anchors: try cells.boxes(), levels: ranges)
  }
}
