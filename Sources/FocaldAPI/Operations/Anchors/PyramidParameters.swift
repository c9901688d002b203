import DetectionCore

/// The feature pyramid of a request: which anchors lie where.
struct PyramidParameters {
  let order: AnchorGenerator.Order
  let isRounded: Bool
  let levels: [AnchorLevel]

  private static let size = ParameterType.list(.number(.positive), count: 2)
  private static let positiveList = ParameterType.list(.number(.positive), count: nil)

  static let featureSizes = ParameterType.list(.list(.integer(.from(0)), count: 2), count: nil)

  static let optionalFeatureSizes = Parameter(
    "feature_sizes", featureSizes, default: nil,
    "[[h, w] per level]. null: those of the maps, where heads come so; else one level of all explicit anchors.")

  static let paddedSize = Parameter(
    "padded_size", size, default: nil,
    "[height, width] of what the network saw, if the image was padded; anchors are laid on it. null: image_size.")

  static let strides = Parameter(
    "strides", .list(.anyOf([.number(.positive), size]), count: nil), default: nil,
    "Pixels between two cells: a number or [y, x] per level. null: padded_size ÷ feature size, whole number.")

  static let aspectRatios = Parameter(
    "aspect_ratios", .anyOf([positiveList, .list(positiveList, count: nil)]), default: nil,
    "Ratios height/width: one list for all levels, or one per level.")

  /// What tells the anchors of a level: four parameters that explicit anchors stand instead of.
  static let anchorParameters = [
    strides,
    Parameter("anchor_sizes", .list(positiveList, count: nil), default: nil, "Per level a list of sizes, in pixels."),
    aspectRatios,
    Parameter(
      "anchor_order", .choice(AnchorGenerator.Order.allCases.map(\.rawValue)), default: "size-major",
      "The anchors of a cell: all ratios of the first size first (detectron2), or all sizes of the first ratio (torchvision)."
    ),
    Parameter(
      "round_anchors", .boolean, default: false, "Rounds the base anchors to whole numbers, half to even (torchvision)."
    ),
  ]

  /// Reads the parameters; `padded` is what the default strides divide.
  init(_ arguments: Arguments, padded: ImageSize<Double>?) throws(Problem) {
    order = arguments.choice("anchor_order")
    isRounded = arguments.flag("round_anchors")
    let features = Self.featureSizes(arguments)
    let sizes = try Self.perLevel("anchor_sizes", arguments, count: features.count)
    let ratios = try Self.aspectRatios(arguments, count: features.count)
    let strides = try Self.strides(arguments, features, padded)
    levels = features.indices.map { level in
      let (height, width) = features[level]
      return AnchorLevel(
        height: height, width: width, strideY: strides[level].y, strideX: strides[level].x, sizes: sizes[level],
        aspectRatios: ratios[level])
    }
  }

  /// The levels of a head that has one row a cell, which must be `rows` in all.
  static func grid(_ arguments: Arguments, padded: ImageSize<Double>?, rows: Int) throws(Problem) -> [GridLevel] {
    guard arguments.value("feature_sizes") != .null else {
      throw Problem(.missingField, at: "/feature_sizes", "feature_sizes is missing: give it, or the maps of each level")
    }
    let features = featureSizes(arguments)
    let strides = try strides(arguments, features, padded)
    var levels: [GridLevel] = []
    for (feature, stride) in zip(features, strides) {
      guard
        let level = GridLevel(height: feature.height, width: feature.width, strideY: stride.y, strideX: stride.x)
      else { throw Problem(.shapeMismatch, at: "/feature_sizes", "a level holds more cells than can be counted") }
      levels.append(level)
    }
    guard levels.rows()?.last?.upperBound ?? 0 == rows else {
      throw Problem(
        .shapeMismatch, at: "/class_logits",
        "class_logits has \(counted(rows, "row")), which is not one a cell of feature_sizes, \(levels.words)")
    }
    return levels
  }

  /// [[h, w] per level].
  static func featureSizes(_ arguments: Arguments) -> [(height: Int, width: Int)] {
    (arguments.value("feature_sizes").list ?? []).map { size in
      let extents = size.numberList?.compactMap(Int.init(exactly:)) ?? []
      return extents.count == 2 ? (extents[0], extents[1]) : (0, 0)
    }
  }

  private static func perLevel(_ name: String, _ arguments: Arguments, count: Int) throws(Problem) -> [[Double]] {
    guard let lists = arguments.value(name).list?.map({ $0.numberList ?? [] }) else {
      let other = arguments.declaration.input("anchors") == nil ? "" : ", or explicit anchors"
      throw Problem(.missingField, at: "/\(name)", "\(name) is missing: give one list a level\(other)")
    }
    try check(name, lists.count, of: count)
    return lists
  }

  /// Ratios of each level.
  static func aspectRatios(_ arguments: Arguments, count: Int) throws(Problem) -> [[Double]] {
    if let shared = arguments.value("aspect_ratios").numberList, !shared.isEmpty {
      return Array(repeating: shared, count: count)
    }
    return try perLevel("aspect_ratios", arguments, count: count)
  }

  /// Strides as they are given, or the padded size over the feature size, whole if they are to be.
  static func strides(
    _ arguments: Arguments, _ features: [(height: Int, width: Int)], _ padded: ImageSize<Double>?, areWhole: Bool = true
  ) throws(Problem) -> [(y: Double, x: Double)] {
    guard let list = arguments.value("strides").list else {
      return try defaultStrides(arguments, features, padded).map { y, x in
        areWhole ? (y.rounded(.down), x.rounded(.down)) : (y, x)
      }
    }
    try check("strides", list.count, of: features.count)
    return list.map { stride in
      if let both = stride.number { return (both, both) }
      let pair = stride.numberList ?? []
      return pair.count == 2 ? (pair[0], pair[1]) : (1, 1)
    }
  }

  private static func defaultStrides(
    _ arguments: Arguments, _ features: [(height: Int, width: Int)], _ padded: ImageSize<Double>?
  ) throws(Problem) -> [(y: Double, x: Double)] {
    guard let padded else {
      let why = arguments.value("image_size") == .null ? "" : "the images differ in size, and "
      throw Problem(
        .missingField, at: "/strides", "\(why)strides is missing: give it, or padded_size to derive it from")
    }
    return features.map { feature in
      // A level without cells has no anchors that a stride could place.
      let y = feature.height > 0 ? padded.height / Double(feature.height) : 1
      let x = feature.width > 0 ? padded.width / Double(feature.width) : 1
      return (y, x)
    }
  }

  /// Throws unless there is one of them a level.
  static func check(_ name: String, _ found: Int, of levels: Int) throws(Problem) {
    guard found == levels else {
      throw Problem(
        .shapeMismatch, at: "/\(name)", "\(name) is for \(counted(found, "level")), but feature_sizes is for \(levels)")
    }
  }
}

/// What detections without typed fields say of explicit anchors.
enum AnchorInputs {
  static let explicit = AnchorFields.ofLosses.explicit.input
}
