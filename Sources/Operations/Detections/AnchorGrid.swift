import DetectionCore

/// The cells and anchors of a request to YOLOv3 or YOLOv5, as far as it says them.
struct AnchorGrid {
  /// `nil` without the size of the network's input.
  let levels: [GridLevel]?
  /// Of raw predictions.
  let anchors: [[AnchorShape]]?
  /// Both, of raw predictions.
  let pyramid: Grid?
  /// Whether the numbers are the convolutions' own maps, in a list or put side by side.
  private let isMaps: Bool

  init(_ request: Request, _ fields: AnchorGridFields) throws(Problem) {
    let isList = request.levels[fields.predictions.name] != nil
    isMaps = isList || request[fields.layout] == .maps
    levels = try fields.grid.levels(request)
    anchors = request[fields.anchors]
    guard let anchors else {
      if isList {
        throw Problem(
          .missingField, at: "/\(fields.anchors.name)",
          "anchors are missing: maps, level by level, are raw predictions")
      }
      pyramid = nil
      return
    }
    pyramid = try Self.pyramid(levels, anchors, order: isMaps ? .cellMajor : request[fields.rowOrder])
  }

  private static func pyramid(
    _ levels: [GridLevel]?, _ anchors: [[AnchorShape]], order: Grid.RowOrder
  ) throws(Problem) -> Grid {
    guard let levels else {
      throw Problem(
        .missingField, at: "/image_size", "image_size is missing: with anchors boxes are relative to cells")
    }
    guard levels.count == anchors.count, anchors.allSatisfy({ !$0.isEmpty }) else {
      throw Problem(
        .shapeMismatch, at: "/anchors",
        "anchors are of \(counted(anchors.count, "level")), strides of \(levels.count): give each level its anchors")
    }
    guard let grid = Grid(levels, anchors: anchors, order: order) else {
      throw Problem(.shapeMismatch, at: "/image_size", "the levels hold more rows than can be counted")
    }
    return grid
  }

  /// Throws where predictions do not fit the levels. `features`: the sizes of maps, if they came so.
  func check(_ request: Request, _ fields: AnchorGridFields, _ operation: String, _ features: [FeatureSize]?)
    throws(Problem)
  {
    if let features {
      try fields.grid.check(features, levels ?? [], of: fields.predictions)
    } else if isMaps {
      try checkMaps(request.shape(of: fields.predictions) ?? .scalar)
    } else {
      try PredictionLayout(
        operation, request, fields.predictions, fields.layout, usual: .channelsLast, least: 6, rowsPerCell: 3
      )
      .check(levels, perCell: perCell())
    }
  }

  /// Anchors of a cell, which all levels have as many of; `nil` without anchors.
  private func perCell() throws(Problem) -> Int? {
    guard let anchors else { return nil }
    guard let count = anchors.first?.count, anchors.allSatisfy({ $0.count == count }) else {
      throw Problem(.shapeMismatch, at: "/anchors", "every level must have as many anchors as the others")
    }
    return count
  }

  private func checkMaps(_ shape: Shape) throws(Problem) {
    guard let count = try perCell() else {
      throw Problem(.conflictingFields, at: "/layout", "maps need anchors")
    }
    let levels = levels ?? []
    let (channels, cells) = (shape.extents.suffix(2).first ?? 0, shape.extents.last ?? 0)
    let wanted = levels.rows()?.last?.upperBound ?? 0
    guard cells == wanted, channels.isMultiple(of: count), channels / count >= 6 else {
      throw Problem(
        .shapeMismatch, at: "/predictions",
        "\(shape): maps of \(counted(count, "anchor")) are (\(count) · (5 + K), \(wanted)), the cells of \(levels.words)"
      )
    }
  }

  /// Rows of a matrix of predictions.
  func head<S: Scalar>(_ matrix: Tensor<S>, _ layout: LayoutChoice) -> HeadMap<S> {
    let map = HeadMap(matrix, layout: layout.layout.map { .init($0) } ?? .channelsLast)
    guard layout == .maps else { return map }
    return map.divided(among: anchors?.first?.count ?? 1) ?? map
  }

  /// The rows of each level, of so many in all; none where the levels are not known.
  func ranges(rows: Int) -> [Range<Int>] {
    guard let levels, let cells = levels.rows()?.last?.upperBound, cells > 0 else { return [] }
    return levels.rows(perCell: rows / cells) ?? []
  }
}
