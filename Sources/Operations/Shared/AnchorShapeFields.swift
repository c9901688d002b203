import DetectionCore

/// The sizes and ratios of the anchors around a cell, as RetinaNet and the region proposal network have them.
struct AnchorShapeFields: FieldGroup {
  let sizes: Field<[[Double]]?>
  let aspectRatios: AspectRatioFields
  let order: Field<AnchorGenerator.Order>
  let isRounded: Field<Bool>
  let offset: Field<Double>

  /// The last three and the sizes are of anchors that are generated: they go with `conditions` only.
  init(aspectRatios: AspectRatioFields, _ conditions: Condition...) {
    sizes = .numbersPerLevel("anchor_sizes", .positive, "Per level a list of sizes, in pixels.").only(conditions)
    self.aspectRatios = aspectRatios
    order = .choice(
      "anchor_order", default: .sizeMajor,
      "The anchors of a cell: all ratios of the first size first (detectron2), or all sizes of the first ratio (torchvision)."
    ).only(conditions)
    isRounded = .flag(
      "round_anchors", "Rounds the base anchors to whole numbers, half to even (torchvision)."
    ).only(conditions)
    offset = .number(
      "anchor_offset", .from(0, to: 1), default: 0,
      "Where in a cell its anchors' centre is, in strides (detectron2's offset): 0 its upper left corner, 0.5 its middle."
    ).only(conditions)
  }

  /// The levels that anchors are laid on.
  func levels(
    _ request: Request, _ features: [FeatureSize], _ pyramid: PyramidFields, padded: ImageSize<Double>?
  ) throws(Problem) -> LaidAnchors {
    guard let lists = request[sizes] else {
      throw Problem(
        .missingField, at: "/\(sizes.name)",
        "\(sizes.name) is missing: give one list a level\(aspectRatios.instead)")
    }
    try PyramidFields.check(sizes.name, lists.count, of: features.count)
    let ratios = try aspectRatios.read(request, levels: features.count)
    let strides = try pyramid.strides(request, features, padded: padded)
    let generator = AnchorGenerator(order: request[order], isRounded: request[isRounded])
    let shapes = features.indices.map { generator.shapes(sizes: lists[$0], aspectRatios: ratios[$0]) }
    return LaidAnchors(features, strides: strides, shapes: shapes, offset: request[offset])
  }
}
