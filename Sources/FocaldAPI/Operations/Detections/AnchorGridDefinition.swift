import DetectionCore

/// YOLOv3 and YOLOv5, which differ in how a box is read from its four numbers, and in what is usual.
protocol AnchorGridDefinition: OperationDefinition {
  var name: String { get }
  var summary: String { get }
  var formula: String { get }
  var source: String { get }
  var example: String { get }
  /// How the rows of raw maps run where the request does not say.
  var rowOrder: AnchorPyramid.RowOrder { get }
  var isMultiLabel: Bool { get }
  var stages: [Parameter] { get }

  func coding<S: Scalar>(_ grid: AnchorPyramid, as scalar: S.Type) -> AnchorGridHead<S>.BoxCoding
}

extension AnchorGridDefinition {
  var declaration: Declaration {
    Declaration(
      family: "detections", name: name, summary: summary, formula: formula, source: source,
      inputs: [
        Input(
          "predictions", .of("N", "C"), .of("B", "N", "C"), levels: DetectionParameters.levels("A·C"),
          holds: "N rows of C = 5 + K channels, level by level: cx, cy, w, h in pixels of the network's input, "
            + "objectness, and a score of every class. With anchors raw: t_x, t_y, t_w, t_h and logits, and then a "
            + "list of levels, too: the maps as the network gives them (A: anchors of a cell).")
      ],
      parameters: [
        YOLOParameters.layout(
          "\"channels-last\": (N, C), \"channels-first\": (C, N), \"maps\": (A · C, cells), the convolutions' own maps, "
            + "flattened and put side by side. \"auto\": channels last, unless that makes no sense, which is an error.",
          more: ["maps"]),
        Parameter(
          "anchors", .list(.list(.list(.number(.positive), count: 2), count: nil), count: nil), default: nil,
          "[[[w, h] in pixels per anchor] per level] of raw predictions. null: rows hold boxes and scores."),
        Parameter(
          "row_order", .choice(AnchorPyramid.RowOrder.allCases.map(\.rawValue)), default: .string(rowOrder.rawValue),
          "Rows of a level: row, column, anchor; or anchor, row, column."),
      ] + YOLOParameters.grid + [YOLOParameters.multiLabel(isMultiLabel)] + stages + DetectionParameters.original,
      outputs: [DetectionOutputs.images], example: example)
  }

  func evaluate<S: Scalar>(_ arguments: Arguments, as scalar: S.Type) throws -> Answer {
    let levels = try YOLOParameters.levels(arguments)
    let anchors = Self.anchors(arguments)
    let isList = arguments.levels["predictions"] != nil
    let isMaps = isList || arguments.value("layout") == "maps"
    let grid = try anchors.map { anchors throws(Problem) in
      try Self.grid(arguments, levels, anchors, order: isMaps ? .cellMajor : arguments.choice("row_order"))
    }
    if isList, grid == nil {
      throw Problem(.missingField, at: "/anchors", "anchors are missing: maps, level by level, are raw predictions")
    }
    let batch = try DetectorBatch<S>(
      arguments, ["predictions"],
      anchors: try YOLOParameters.rowsOfMaps(arguments, levels, anchors: anchors?.map(\.count)))
    if let sizes = batch.featureSizes {
      try YOLOParameters.check(sizes, levels ?? [])
    } else if isMaps {
      try Self.checkMaps(arguments, levels ?? [], anchors)
    } else {
      try PredictionLayout(name, arguments, usual: .channelsLast, least: 6)
        .check(levels, perCell: try Self.perCell(anchors))
    }
    let stages = try batch.stages()
    let mappings: [ImageMapping<S>?] = try YOLOParameters.mappings(arguments, count: batch.count)
    return try batch.answer { image in
      let rows = try batch.head("predictions", image) { Self.head($0, arguments, anchors) }
      let cells = levels?.rows()?.last?.upperBound ?? 0
      let head = try AnchorGridHead(
        rows, levels: cells > 0 ? levels?.rows(perCell: rows.rows / cells) ?? [] : [],
        labels: YOLOParameters.labels(arguments), coding: grid.map { coding($0, as: S.self) } ?? .boxes)
      return try stages.detect(head, mapping: mappings[image], deadline: arguments.limits.deadline)
    }
  }

  private static func anchors(_ arguments: Arguments) -> [[AnchorPyramid.Anchor]]? {
    arguments.value("anchors").list?.map { level in
      (level.list ?? []).map { anchor in
        let sides = anchor.numberList ?? []
        return AnchorPyramid.Anchor(width: sides.first ?? 1, height: sides.last ?? 1)
      }
    }
  }

  private static func grid(
    _ arguments: Arguments, _ levels: [GridLevel]?, _ anchors: [[AnchorPyramid.Anchor]], order: AnchorPyramid.RowOrder
  ) throws(Problem) -> AnchorPyramid {
    guard let levels else {
      throw Problem(.missingField, at: "/image_size", "image_size is missing: with anchors boxes are told from cells")
    }
    guard levels.count == anchors.count, anchors.allSatisfy({ !$0.isEmpty }) else {
      throw Problem(
        .shapeMismatch, at: "/anchors",
        "anchors are of \(counted(anchors.count, "level")), strides of \(levels.count): give each level its anchors")
    }
    return AnchorPyramid(levels, anchors: anchors, order: order)
  }

  /// Anchors of a cell, which all levels have as many of; `nil` without anchors.
  private static func perCell(_ anchors: [[AnchorPyramid.Anchor]]?) throws(Problem) -> Int? {
    guard let anchors else { return nil }
    guard let count = anchors.first?.count, anchors.allSatisfy({ $0.count == count }) else {
      throw Problem(.shapeMismatch, at: "/anchors", "every level must have as many anchors as the others")
    }
    return count
  }

  private static func checkMaps(_ arguments: Arguments, _ levels: [GridLevel], _ anchors: [[AnchorPyramid.Anchor]]?)
    throws(Problem)
  {
    guard let count = try perCell(anchors) else {
      throw Problem(.conflictingFields, at: "/layout", "maps need anchors")
    }
    let shape = arguments.inputs["predictions"]?.tensor.shape ?? .scalar
    let (channels, cells) = (shape.extents.suffix(2).first ?? 0, shape.extents.last ?? 0)
    let wanted = levels.rows()?.last?.upperBound ?? 0
    guard cells == wanted, channels.isMultiple(of: count), channels / count >= 6 else {
      throw Problem(
        .shapeMismatch, at: "/predictions",
        "\(shape): maps of \(counted(count, "anchor")) are (\(count) · (5 + K), \(wanted)), the cells of \(levels.words)"
      )
    }
  }

  private static func head<S: Scalar>(_ matrix: Tensor<S>, _ arguments: Arguments, _ anchors: [[AnchorPyramid.Anchor]]?)
    -> HeadMap<S>
  {
    if arguments.value("layout") == "maps" {
      let map = HeadMap(matrix, layout: .channelsFirst)
      return map.divided(among: anchors?.first?.count ?? 1) ?? map
    }
    return HeadMap(matrix, layout: arguments.value("layout") == "channels-first" ? .channelsFirst : .channelsLast)
  }
}
