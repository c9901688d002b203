/// One number of COCO's summary: what is averaged, and how the field's tools print it.
struct SummaryLine: Sendable {
  enum Measure: Sendable {
    /// Average precision, over all thresholds or at one.
    case precision(threshold: Double?)
    /// Average recall over all thresholds, at the budget of a place in ascending order.
    case recall(budget: Int)
  }

  let name: String
  let measure: Measure
  /// The place of the area range; `nil` if none has the name `all`.
  let range: Int?
  let rangeName: String

  /// AP, AP50, AP75, AP of every other range, AR at every budget, AR of every other range. Precision and the ranges' recall
  /// are at the largest budget, whatever it is: pycocotools takes AP at 100 literally and prints −1 where 100 is not among
  /// the budgets.
  static func all(_ parameters: COCOParameters) -> [SummaryLine] {
    let ranges = parameters.areaRanges
    let whole = ranges.firstIndex { $0.name == "all" }
    let others = ranges.indices.filter { $0 != whole }
    let budgets = parameters.budgets
    let headlines: [(String, Double?)] = [("AP", nil), ("AP50", 0.5), ("AP75", 0.75)]
    return headlines.map {
      SummaryLine(name: $0.0, measure: .precision(threshold: $0.1), range: whole, rangeName: "all")
    }
      + others.map {
        SummaryLine(
          name: "AP\(ranges[$0].suffix)", measure: .precision(threshold: nil), range: $0, rangeName: ranges[$0].name)
      }
      + budgets.indices.map {
        SummaryLine(name: "AR\(budgets[$0])", measure: .recall(budget: $0), range: whole, rangeName: "all")
      }
      + others.map {
        SummaryLine(
          name: "AR\(ranges[$0].suffix)", measure: .recall(budget: budgets.count - 1), range: $0,
          rangeName: ranges[$0].name)
      }
  }

  /// The number of one class; −1 without objects in the range, or where no threshold equals the one wanted.
  func value(_ averages: ClassAverages, thresholds: [Double]) -> Double {
    guard let range else { return -1 }
    switch measure {
    case .precision(let threshold?):
      guard let place = thresholds.firstIndex(of: threshold) else { return -1 }
      return averages.averagePrecision(range: range, threshold: place)
    case .precision(nil): return averages.averagePrecision(range: range)
    case .recall(let budget): return averages.averageRecall(range: range, budget: budget)
    }
  }

  /// The mean over the classes that have objects in the range; −1 if none has.
  ///
  /// Every such class brings as many entries, thresholds times recall points, so this is the mean over all entries.
  func mean(_ classes: some Sequence<ClassAverages?>, thresholds: [Double]) -> Double {
    var (sum, count) = (0.0, 0)
    for case let averages? in classes {
      let value = value(averages, thresholds: thresholds)
      guard value >= 0 else { continue }
      sum += value
      count += 1
    }
    return count == 0 ? -1 : sum / Double(count)
  }
}
