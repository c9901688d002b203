/// Which object each detection has at one threshold, over all areas, image by image.
public struct PerImageMatches: Sendable {
  /// One row per image and category that has objects or detections, images ascending, in each categories ascending.
  public let cells: [Cell]

  /// One image and category.
  public struct Cell: Sendable {
    /// The image's id.
    public let image: RecordID
    /// The category's id; `nil` where categories are not kept apart.
    public let category: RecordID?
    /// Detections by falling score, those beyond the largest budget left out.
    public let detections: [Detection]
    /// Rows of the objects that count and that no detection has, in file order.
    public let missedObjects: [Int]

    /// Detections with an object that counts.
    public var truePositives: Int { detections.count { $0.outcome == .truePositive } }
    /// Detections without an object.
    public var falsePositives: Int { detections.count { $0.outcome == .falsePositive } }
    /// Objects that count and were not found.
    public var falseNegatives: Int { missedObjects.count }
  }

  /// One detection.
  public struct Detection: Sendable, Equatable {
    /// Its row.
    public let row: Int
    /// The row of its object; `nil` for none.
    public let object: Int?
    /// How much they overlap; 0 without an object.
    public let overlap: Double
    /// What it counts as.
    public let outcome: Outcome
  }

  /// What a detection counts as.
  public enum Outcome: String, Sendable {
    /// It has an object.
    case truePositive = "true_positive"
    /// It has none.
    case falsePositive = "false_positive"
    /// Its object is a crowd or ignored.
    case ignored
  }

  init(_ records: Records, _ parameters: COCOParameters, threshold: Double, work: Work) throws(EvaluationError) {
    guard (0...1).contains(threshold) else {
      throw .parameter(name: "match_threshold", reason: "must be a number from 0 to 1")
    }
    let range = [AreaRange("all", -.greatestFiniteMagnitude, .greatestFiniteMagnitude)]
    let grouping = Grouping(records, byCategory: parameters.useCategories, work: work)
    let objects = ObjectCells(
      records, grouping: grouping, ranges: range, rule: parameters.honoursIgnore ? .crowdAndIgnore : .crowd)
    let rules = Matches.Rules(
      thresholds: [threshold], ranges: range, budget: parameters.largestBudget, keepsPartners: true)
    let matches = try Matches(records, grouping, objects: objects, rules: rules, work: work)
    cells = Self.cells(records, matches, objects, named: parameters.useCategories)
  }

  private static func cells(_ records: Records, _ matches: Matches, _ objects: ObjectCells, named: Bool) -> [Cell] {
    let order = matches.order
    var cells: [(image: Int, category: Int, cell: Cell)] = []
    var (detection, object) = (0, 0)
    let images = max(records.imageCount, 1)
    while detection < order.cellKeys.count || object < objects.keys.count {
      let next = (order.cellKeys.element(detection), objects.keys.element(object))
      let key = min(next.0 ?? .max, next.1 ?? .max)
      let found = next.0 == key ? detections(matches, cell: detection) : []
      let taken = Set(found.compactMap(\.object))
      let missed = next.1 == key ? counted(objects, cell: object).filter { !taken.contains($0) } : []
      let (category, image) = key.quotientAndRemainder(dividingBy: images)
      cells.append(
        (
          image, category,
          Cell(
            image: records.imageID(image), category: named ? records.categoryID(category) : nil, detections: found,
            missedObjects: missed)
        ))
      if next.0 == key { detection += 1 }
      if next.1 == key { object += 1 }
    }
    cells.sort { ($0.image, $0.category) < ($1.image, $1.category) }
    return cells.map(\.cell)
  }

  private static func detections(_ matches: Matches, cell: Int) -> [Detection] {
    let order = matches.order
    let first = Int(order.cellStarts[cell])
    return (first..<first + Int(order.cellCounts[cell])).map { slot in
      let place = Int(order.slots[slot])
      let object = matches.partners.map { Int($0.rows[place]) } ?? -1
      let outcome: Outcome =
        matches.flags.ignored[place] & 1 == 1 ? .ignored : object < 0 ? .falsePositive : .truePositive
      return Detection(
        row: Int(order.rows[place]), object: object < 0 ? nil : object,
        overlap: matches.partners?.overlaps[place] ?? 0, outcome: outcome)
    }
  }

  private static func counted(_ objects: ObjectCells, cell: Int) -> [Int] {
    (Int(objects.starts[cell])..<Int(objects.starts[cell + 1]))
      .filter { objects.counted[$0] & 1 == 1 }.map { Int(objects.rows[$0]) }
  }
}
