import DetectionCore

/// The grid of a network of the YOLO family.
struct GridFields: FieldGroup {
  let imageSize = Self.imageSize
  let strides = Field.numbers(
    "strides", .positive, default: [8, 16, 32],
    "Pixels between two cells, level by level; a level has image_size ÷ stride cells a side, rounded up.")

  /// The size of the network's input, where it may be left out.
  static let imageSize = Field<ImageSize<Double>?>.size(
    "image_size",
    "[height, width] of the network's input: fixes the levels, and boxes are clipped to it. null: neither.")

  /// The levels; `nil` without the size of the input.
  func levels(_ request: Request) throws(Problem) -> [GridLevel]? {
    guard let size = request[imageSize] else { return nil }
    return try Self.levels(size, strides: request[strides])
  }

  /// The levels of an input of that size.
  static func levels(_ size: ImageSize<Double>, strides: [Double]) throws(Problem) -> [GridLevel] {
    var levels: [GridLevel] = []
    for stride in strides {
      let (rows, columns) = ((size.height / stride).rounded(.up), (size.width / stride).rounded(.up))
      guard let height = Int(exactly: rows), let width = Int(exactly: columns),
        let level = GridLevel(height: height, width: width, strideY: stride, strideX: stride)
      else {
        throw Problem(.shapeMismatch, at: "/\(imageSize.name)", "a level holds more cells than can be counted")
      }
      levels.append(level)
    }
    return levels
  }

  /// Rows of a cell of the maps that a head comes as, level by level; `nil` if it comes whole. `anchors`: of each level, if
  /// the request says any.
  func rowsOfMaps(
    _ request: Request, _ head: TensorField<Reals>, _ layout: Field<LayoutChoice>, _ levels: [GridLevel]?,
    anchors: [Int]? = nil
  ) throws(Problem) -> [Int]? {
    guard request.levels[head.name] != nil else { return nil }
    guard [.auto, .maps].contains(request[layout]) else {
      throw Problem(
        .conflictingFields, at: "/\(layout.name)", "layout is of predictions in one; a list of maps has its own")
    }
    guard let levels else {
      throw Problem(
        .missingField, at: "/\(imageSize.name)", "image_size is missing: it says how many cells the maps have")
    }
    return anchors ?? levels.map { _ in 1 }
  }

  /// Throws unless maps have the cells that size and strides say. `head`: the tensor that the maps are of.
  func check(_ maps: [FeatureSize], _ levels: [GridLevel], of head: TensorField<Reals>) throws(Problem) {
    for (number, (map, level)) in zip(maps, levels).enumerated()
    where (map.height, map.width) != (level.height, level.width) {
      throw Problem(
        .shapeMismatch, at: "/\(head.name)/\(number)",
        "the map has \(map.height)×\(map.width) cells, but image_size at a stride of \(plain(level.strideX)) has "
          + "\(level.height)×\(level.width)")
    }
  }
}

extension [GridLevel] {
  /// «80×80 + 40×40 + 20×20».
  var words: String { count > 16 ? "\(count) levels'" : map { "\($0.height)×\($0.width)" }.joined(separator: " + ") }
}

extension Field<Bool> {
  /// Which classes of a row are candidates.
  static func multiLabel(default value: Bool) -> Field {
    .flag("multi_label", default: value, "Every class of a row is a candidate by itself, not only its best one.")
  }
}

extension RowLabels {
  /// All classes of a row, or its best one.
  init(all: Bool) { self = all ? .all : .best }
}
