import DetectionCore

/// The default boxes of a request, given or generated, and how they divide into levels.
struct SSDAnchors<S: Scalar> {
  let anchors: Boxes<S>
  /// The rows of each level; none where nothing tells them.
  let levels: [Range<Int>]

  /// What tells default boxes, which explicit ones stand instead of.
  static var parameters: [Parameter] {
    [
      Parameter(
        "feature_sizes", PyramidParameters.featureSizes, default: nil,
        "[[h, w] per level], to lay default boxes on. null: those of the maps, where heads come so."),
      PyramidParameters.paddedSize,
      Parameter(
        "strides", PyramidParameters.strides.type, default: nil,
        "Pixels between two cells: a number or [y, x] per level, torchvision's steps. null: padded_size ÷ feature size."
      ),
      PyramidParameters.aspectRatios,
    ] + CellAnchorParameters.ssd
  }

  /// `batch`: heads that are not of no image.
  init(_ arguments: Arguments, _ batch: DetectorBatch<S>, padded: ImageSize<Double>?) throws {
    let maps = try batch.levels()
    if arguments.has("anchors") {
      try Self.checkNothingElseTellsAnchors(arguments)
      (anchors, levels) = (try arguments.boxes("anchors", format: .xyxy), maps)
      return
    }
    guard batch.arguments.value("feature_sizes") != .null else {
      throw Problem(.missingField, at: "/feature_sizes", "feature_sizes is missing: give it, or explicit anchors")
    }
    let cells = try CellAnchorParameters.ssd(batch.arguments, image: padded)
    levels = try LevelRows(
      LevelRows.counts(cells) { try CellAnchors.count([$0]) }, rows: try batch.head("class_logits", 0).rows, maps: maps,
      formula: "feature height × width × (2 + 2 × ratios)"
    ).ranges
    anchors = try CellAnchors.anchors(cells)
  }

  private static func checkNothingElseTellsAnchors(_ arguments: Arguments) throws(Problem) {
    for parameter in parameters where parameter.name != PyramidParameters.paddedSize.name {
      guard arguments.isGiven(parameter.name), arguments.value(parameter.name) != .null else { continue }
      throw Problem(.conflictingFields, at: "/\(parameter.name)", "\(parameter.name) and anchors exclude each other")
    }
  }
}
