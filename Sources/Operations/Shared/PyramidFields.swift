import DetectionCore

/// Images and the levels of cells that a network lays on them.
struct PyramidFields: FieldGroup {
  let imageSize: Field<OneOrEach<ImageSize<Double>>?>
  let featureSizes: Field<[FeatureSize]?>
  let paddedSize: Field<ImageSize<Double>?>
  let strides: Field<[CellStride]?>

  init(
    imageSize: Field<OneOrEach<ImageSize<Double>>?>, featureSizes: Field<[FeatureSize]?>,
    paddedSize: Field<ImageSize<Double>?> = .padded,
    strides: Field<[CellStride]?> = PyramidFields.wholeStrides
  ) {
    self.imageSize = imageSize
    self.featureSizes = featureSizes
    self.paddedSize = paddedSize
    self.strides = strides
  }

  /// Strides that are whole numbers unless they are given.
  static let wholeStrides = Field<[CellStride]?>.strides(
    "Pixels between two cells: a number or [y, x] per level. null: padded_size ÷ feature size, whole number.")

  var images: ImageFields { ImageFields(size: imageSize, padded: paddedSize) }

  /// The stride of each level: as given, or the padded size over the feature size, whole if `areWhole`.
  func strides(
    _ request: Request, _ features: [FeatureSize], padded: ImageSize<Double>?, areWhole: Bool = true
  ) throws(Problem) -> [CellStride] {
    if let given = request[strides] {
      try Self.check(strides.name, given.count, of: features.count)
      return given
    }
    guard let padded else {
      let why = request[imageSize] == nil ? "" : "the images differ in size, and "
      throw Problem(
        .missingField, at: "/strides", "\(why)strides is missing: give it, or padded_size to derive it from")
    }
    return features.map { feature in
      // A level without cells has no anchors that a stride could place.
      let y = feature.height > 0 ? padded.height / Double(feature.height) : 1
      let x = feature.width > 0 ? padded.width / Double(feature.width) : 1
      return areWhole ? CellStride(y: y.rounded(.down), x: x.rounded(.down)) : CellStride(y: y, x: x)
    }
  }

  /// The levels of `head`, which has one row per cell, `rows` in all. `features`: the sizes of its maps, if it came so.
  func grid(
    _ request: Request, features: [FeatureSize]? = nil, padded: ImageSize<Double>?, rows: Int,
    of head: TensorField<Reals>
  ) throws(Problem) -> [GridLevel] {
    guard let features = features ?? request[featureSizes] else {
      throw Problem(.missingField, at: "/feature_sizes", "feature_sizes is missing: give it, or the maps of each level")
    }
    var levels: [GridLevel] = []
    for (feature, stride) in zip(features, try strides(request, features, padded: padded)) {
      guard
        let level = GridLevel(height: feature.height, width: feature.width, strideY: stride.y, strideX: stride.x)
      else { throw Problem(.shapeMismatch, at: "/feature_sizes", "a level holds more cells than can be counted") }
      levels.append(level)
    }
    guard levels.rows()?.last?.upperBound ?? 0 == rows else {
      throw Problem(
        .shapeMismatch, at: "/\(head.name)",
        "\(head.name) has \(counted(rows, "row")), which is not one a cell of feature_sizes, \(features.words)")
    }
    return levels
  }

  /// Throws unless a field has a value for each level.
  static func check(_ name: String, _ found: Int, of levels: Int) throws(Problem) {
    guard found == levels else {
      throw Problem(
        .shapeMismatch, at: "/\(name)", "\(name) is for \(counted(found, "level")), but feature_sizes is for \(levels)")
    }
  }
}
