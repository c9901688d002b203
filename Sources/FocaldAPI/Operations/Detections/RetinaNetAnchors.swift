import DetectionCore

/// The anchors of a request, given or generated, and how they divide into levels.
struct RetinaNetAnchors<S: Scalar> {
  let anchors: Boxes<S>
  let levels: [PyramidLevel]

  /// `rows`: how many anchors the heads have a row for; `head`: the input that has them.
  init(_ arguments: Arguments, rows: Int, padded: ImageSize<Double>?, head: String = "class_logits") throws {
    if arguments.has("anchors") {
      try Self.checkNothingElseTellsAnchors(arguments)
      anchors = try arguments.boxes("anchors", format: .xyxy)
      levels = try Self.levels(ofGiven: rows, PyramidParameters.featureSizes(arguments), head)
      return
    }
    guard arguments.value("feature_sizes") != .null else {
      throw Problem(.missingField, at: "/feature_sizes", "feature_sizes is missing: give it, or explicit anchors")
    }
    let pyramid = try PyramidParameters(arguments, padded: padded)
    levels = try Self.levels(Self.counts(pyramid.levels), rows: rows, head)
    anchors = try AnchorGenerator(order: pyramid.order, isRounded: pyramid.isRounded).anchors(pyramid.levels)
  }

  private static func counts(_ levels: [AnchorLevel]) throws(Problem) -> [Int] {
    var counts: [Int] = []
    for (number, level) in levels.enumerated() {
      guard let count = try? AnchorGenerator.count([level]) else {
        throw Problem(
          .shapeMismatch, at: "/feature_sizes/\(number)", "the level holds more anchors than can be counted")
      }
      counts.append(count)
    }
    return counts
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
  ) throws(Problem) -> [PyramidLevel] {
    guard !features.isEmpty else { return [PyramidLevel(anchors: 0..<rows)] }
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
    return try levels(cells.map { $0 * perCell }, rows: rows, head)
  }

  private static func levels(_ counts: [Int], rows: Int, _ head: String) throws(Problem) -> [PyramidLevel] {
    var levels: [PyramidLevel] = []
    var start = 0
    for count in counts {
      let (end, overflow) = start.addingReportingOverflow(count)
      guard !overflow else { break }
      levels.append(PyramidLevel(anchors: start..<end))
      start = end
    }
    guard start == rows, levels.count == counts.count else {
      throw Problem(
        .shapeMismatch, at: "/\(head)",
        "\(head) has \(counted(rows, "row")), but the levels hold \(sum(counts)) anchors: rows are feature height "
          + "× width × sizes × ratios, summed over the levels")
    }
    return levels
  }

  /// «16 + 4 = 20».
  private static func sum(_ counts: [Int]) -> String {
    var total = 0
    for count in counts {
      let (sum, overflow) = total.addingReportingOverflow(count)
      if overflow { return "more than can be counted" }
      total = sum
    }
    guard counts.count > 1, counts.count <= 16 else { return "\(total)" }
    return "\(counts.map(String.init).joined(separator: " + ")) = \(total)"
  }
}
