import DetectionCore

/// Fields of detectors with a row for each anchor.
enum DenseHeadFields {
  static let boxDeltas = TensorField.reals(
    "box_deltas", .of("A", "4"), .of("B", "A", "4"), levels: LevelMaps<Double>.shapes("a·4"),
    holds: "dx, dy, dw, dh of each row's anchor.")

  static let featureSizes = Field<[FeatureSize]?>.featureSizes(
    "[[h, w] per level]. null: those of the maps, where heads come so; else one level of all explicit anchors.")

  /// What offsets are divided by, where the networks are trained with variances.
  static let weightsOfVariances = BoxFields.weights(
    default: [10, 10, 5, 5],
    "w_x, w_y, w_w, w_h: what the offsets are divided by, the inverses of the variances (0.1, 0.1, 0.2, 0.2).")
}
