import DetectionCore

/// How the rows of a head divide into levels.
struct LevelRows {
  let ranges: [Range<Int>]

  /// `counts`: the anchors of each level, which make `rows` in all; `maps`: the rows of each level's map, if heads come
  /// so; `head`: the input that has the rows. `formula` says what a count is.
  init(_ counts: [Int], rows: Int, maps: [Range<Int>] = [], head: String = "class_logits", formula: String)
    throws(Problem)
  {
    guard let ranges = [Range<Int>](counts: counts), ranges.total == rows else {
      throw Problem(
        .shapeMismatch, at: "/\(head)",
        "\(head) has \(counted(rows, "row")), but the levels hold \(Self.sum(counts)) anchors: rows are \(formula), "
          + "summed over the levels")
    }
    guard maps.isEmpty || maps == ranges else {
      throw Problem(
        .shapeMismatch, at: "/\(head)",
        "the maps hold \(Self.sum(maps.map(\.count))) rows, but the levels \(Self.sum(counts)) anchors")
    }
    self.ranges = ranges
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
