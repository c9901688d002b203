import DetectionCore

/// What the operations of the YOLO family share: how predictions lie, the grid, and the letterbox.
enum YOLOParameters {
  static func predictions(_ holds: String) -> Input {
    Input("predictions", .of("C", "N"), .of("B", "C", "N"), levels: DetectionParameters.levels("C"), holds: holds)
  }

  /// Rows of a cell of the maps that predictions come as, level by level; `nil` if they come whole. `anchors`: of each
  /// level, if the request tells any.
  static func rowsOfMaps(_ arguments: Arguments, _ levels: [GridLevel]?, anchors: [Int]?) throws(Problem) -> [Int]? {
    guard arguments.levels["predictions"] != nil else { return nil }
    guard ["auto", "maps"].contains(arguments.value("layout")) else {
      throw Problem(.conflictingFields, at: "/layout", "layout is of predictions in one; a list of maps has its own")
    }
    guard let levels else {
      throw Problem(.missingField, at: "/image_size", "image_size is missing: it tells the cells of the maps")
    }
    return anchors ?? levels.map { _ in 1 }
  }

  /// Maps must have the cells that image_size and strides tell.
  static func check(_ maps: [(height: Int, width: Int)], _ levels: [GridLevel]) throws(Problem) {
    for (number, (map, level)) in zip(maps, levels).enumerated() where map != (level.height, level.width) {
      throw Problem(
        .shapeMismatch, at: "/predictions/\(number)",
        "the map has \(map.height)×\(map.width) cells, but image_size at a stride of \(plain(level.strideX)) has "
          + "\(level.height)×\(level.width)")
    }
  }

  static func layout(_ meaning: String, more: [String] = []) -> Parameter {
    Parameter(
      "layout", .choice(["auto"] + HeadMap<Double>.Layout.allCases.map(\.rawValue) + more), default: "auto", meaning)
  }

  /// The grid of the network; `strides` may be of any number.
  static let grid = [
    Parameter(
      "image_size", .list(.number(.positive), count: 2), default: nil,
      "[height, width] of the network's input: tells the levels, and boxes are clipped to it. null: neither."),
    Parameter(
      "strides", .list(.number(.positive), count: nil), default: [8, 16, 32],
      "Pixels between two cells, level by level; a level has image_size ÷ stride cells a side, rounded up."),
  ]

  static func multiLabel(_ value: Bool) -> Parameter {
    Parameter(
      "multi_label", .boolean, default: .bool(value),
      "Every class of a row is a candidate by itself, not only its best one.")
  }

  static func labels(_ arguments: Arguments) -> RowLabels { arguments.flag("multi_label") ? .all : .best }

  /// The levels of a grid; `nil` without `image_size`.
  static func levels(_ arguments: Arguments) throws(Problem) -> [GridLevel]? {
    guard let size = arguments.optionalSize("image_size") else { return nil }
    var levels: [GridLevel] = []
    for stride in arguments.optionalNumbers("strides") ?? [] {
      let (rows, columns) = ((size.height / stride).rounded(.up), (size.width / stride).rounded(.up))
      guard let height = Int(exactly: rows), let width = Int(exactly: columns),
        let level = GridLevel(height: height, width: width, strideY: stride, strideX: stride)
      else { throw Problem(.shapeMismatch, at: "/image_size", "a level holds more cells than can be counted") }
      levels.append(level)
    }
    return levels
  }

  /// The way back from the network's input: what the letterbox undoes, or else a clip to the input.
  static func mappings<S: Scalar>(_ arguments: Arguments, count: Int, as scalar: S.Type = S.self) throws(Problem)
    -> [ImageMapping<S>?]
  {
    let size = arguments.optionalSize("image_size")
    if size == nil, arguments.value("original_size") != .null, arguments.value("scale") == .null {
      throw Problem(
        .missingField, at: "/image_size",
        "image_size is missing: give it, or scale and pad, to lead back to original_size")
    }
    // What the mapping is not derived from need not be known.
    let network = size ?? ImageSize(height: 1, width: 1)
    let sizes = Array(repeating: network, count: count)
    let mappings = try OriginalImages<S>(arguments, sizes: sizes, fit: .letterbox).mappings
    guard size != nil else { return mappings }
    let clip = ImageMapping<S>(
      scaleX: 1, scaleY: 1, padX: 0, padY: 0,
      original: ImageSize(height: S(network.height), width: S(network.width)))
    return mappings.map { $0 ?? clip }
  }
}

/// How the numbers of a request's predictions lie.
struct PredictionLayout {
  let operation: String
  /// As they were given, the batch's axis included.
  let shape: Shape
  /// As the request says, or the usual one.
  let layout: HeadMap<Double>.Layout
  private let isGiven: Bool
  private let least: Int

  /// `usual`: the layout where the request says none; `least`: channels that a row must have.
  init(_ operation: String, _ arguments: Arguments, usual: HeadMap<Double>.Layout, least: Int) {
    self.operation = operation
    self.least = least
    shape = arguments.inputs["predictions"]?.tensor.shape ?? .scalar
    isGiven = arguments.value("layout") != "auto"
    layout = isGiven ? arguments.choice("layout") : usual
  }

  private var matrix: (first: Int, second: Int) {
    let extents = shape.extents.suffix(2)
    return (extents.first ?? 0, extents.last ?? 0)
  }

  private func rows(_ layout: HeadMap<Double>.Layout) -> Int { layout == .channelsFirst ? matrix.second : matrix.first }

  private func channels(_ layout: HeadMap<Double>.Layout) -> Int {
    layout == .channelsFirst ? matrix.first : matrix.second
  }

  /// How many rows there are.
  var rowCount: Int { rows(layout) }

  /// Throws where rows have too few channels, or are not as many as the levels have cells, once or several times. The
  /// message says what the shape looks like.
  func check(_ levels: [GridLevel]?, perCell: Int?) throws(Problem) {
    let cells = levels?.rows(perCell: perCell ?? 1)?.last?.upperBound
    func fits(_ layout: HeadMap<Double>.Layout) -> Bool {
      guard channels(layout) >= least else { return false }
      guard let cells else { return levels == nil }
      return perCell == nil ? cells > 0 && rows(layout).isMultiple(of: cells) : rows(layout) == cells
    }
    guard fits(layout) else {
      if fits(layout.transposed) { throw transposed }
      guard channels(layout) >= least, let levels else {
        throw problem("\(operation) wants rows of \(least) channels or more, not \(channels(layout))")
      }
      throw problem(
        "there are \(counted(rowCount, "row")), but image_size at these strides has \(levels.words) cells"
          + (perCell.map { $0 > 1 ? " of \($0) rows" : "" } ?? ""))
    }
    // More channels than rows is nothing that a network gives: 8400 rows of 84 were handed over the other way round.
    if !isGiven, levels == nil, fits(layout.transposed), channels(layout) > rows(layout), rows(layout) > least {
      throw transposed
    }
  }

  private var transposed: Problem {
    problem("\(operation) wants this transposed; set layout to \"\(layout.transposed.rawValue)\"")
  }

  private func problem(_ reason: String) -> Problem {
    Problem(.shapeMismatch, at: "/predictions", "\(shape): \(reason)")
  }
}

extension [GridLevel] {
  /// «80×80 + 40×40 + 20×20».
  var words: String { count > 16 ? "\(count) levels'" : map { "\($0.height)×\($0.width)" }.joined(separator: " + ") }
}
