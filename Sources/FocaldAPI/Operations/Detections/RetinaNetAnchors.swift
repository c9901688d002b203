import DetectionCore

/// The anchors of a request, given or generated, and how they divide into levels.
struct RetinaNetAnchors<S: Scalar> {
  let anchors: Boxes<S>
  let levels: [Range<Int>]

  /// `rows`: how many anchors the heads have a row for; `maps`: the rows of each of their levels, if they come so;
  /// `head`: the input that has them.
  init(
    _ arguments: Arguments, rows: Int, maps: [Range<Int>] = [], padded: ImageSize<Double>?,
    head: String = "class_logits"
  ) throws {
    if arguments.has("anchors") {
      try Self.checkNothingElseTellsAnchors(arguments)
      anchors = try arguments.boxes("anchors", format: .xyxy)
      levels =
        maps.isEmpty
        ? try Self.levels(ofGiven: rows, PyramidParameters.featureSizes(arguments), head) : maps
      return
    }
    guard arguments.value("feature_sizes") != .null else {
      throw Problem(.missingField, at: "/feature_sizes", "feature_sizes is missing: give it, or explicit anchors")
    }
    let pyramid = try PyramidParameters(arguments, padded: padded)
    levels = try LevelRows(
      LevelRows.counts(pyramid.levels) { try AnchorGenerator.count([$0]) }, rows: rows, maps: maps, head: head,
      formula: "feature height × width × sizes × ratios"
    ).ranges
    anchors = try AnchorGenerator(order: pyramid.order, isRounded: pyramid.isRounded).anchors(pyramid.levels)
  }

  private static func checkNothingElseTellsAnchors(_ arguments: Arguments) throws(Problem) {
    for parameter in PyramidParameters.anchorParameters
    where arguments.isGiven(parameter.name) && arguments.value(parameter.name) != .null {
      throw Problem(
        .conflictingFields, at: "/\(parameter.name)", "\(parameter.name) and anchors exclude each other")
    }
  }

  /// Explicit anchors have the same number in every cell; without feature sizes they are one level.
  private static func levels(
    ofGiven rows: Int, _ features: [(height: Int, width: Int)], _ head: String
  ) throws(Problem) -> [Range<Int>] {
    guard !features.isEmpty else { return [0..<rows] }
    var cells: [Int] = []
    var total = 0
    for feature in features {
      let (count, overflow) = feature.height.multipliedReportingOverflow(by: feature.width)
      let (sum, sumOverflow) = total.addingReportingOverflow(count)
      guard !overflow, !sumOverflow, sum <= rows else {
        throw Problem(
          .shapeMismatch, at: "/feature_sizes", "feature_sizes holds more cells than there are anchors, \(rows)")
      }
      cells.append(count)
      total = sum
    }
    guard total > 0 ? rows.isMultiple(of: total) : rows == 0 else {
      throw Problem(
        .shapeMismatch, at: "/feature_sizes",
        "\(rows) anchors do not divide evenly among the \(total) cells of feature_sizes")
    }
    let perCell = total > 0 ? rows / total : 0
    return try LevelRows(cells.map { $0 * perCell }, rows: rows, head: head, formula: "anchors").ranges
  }
}
