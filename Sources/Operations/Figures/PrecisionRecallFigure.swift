import DetectionCore
import Figures

/// Precision against recall, from the arrays of `evaluations.coco`.
struct PrecisionRecallFigure: FigureDefinition {
  /// What a curve is of.
  enum Part: String, Sendable, CaseIterable {
    /// Of an IoU threshold, over the mean of the categories.
    case threshold
    /// Of a category, at the first threshold.
    case category
  }

  let about = About(
    "figures", "precision-recall.svg", summary: "Precision against recall, a curve per IoU threshold or category.",
    formula: "", source: "COCO's cocoeval.py",
    example: #"{"precision": [[[[[1.0]]], [[[0.8]]], [[[0.5]]]]], "iou_thresholds": [0.5]}"#)
  let isAskedByQuery = false
  let precision = TensorField.reals(
    "precision", .of("T", "R", "K", "A", "M"),
    holds:
      "By threshold, recall point, category, area range and budget, as `evaluations.coco` answers it with arrays true; "
      + "−1 for a category without objects. The first area range and the last budget are drawn.")
  let thresholds = Field<[Double]?>.optionalNumbers(
    "iou_thresholds", .unit, "The T thresholds; 0.5, 0.55, … unless given.")
  let names = Field<[String]?>.optionalTexts("names", "The K categories' names.")
  let part = Field<Part>.choice("by", default: .threshold, "What a curve is of.")
  let title = Field<String>.title("Precision and recall")

  func svg(_ request: Request) throws -> SVG {
    let precision: Tensor<Double> = try request.tensor(self.precision)
    let table = PrecisionTable(precision)
    let isByCategory = request[part] == .category
    try FigureLimits.check(curves: isByCategory ? table.categories : table.thresholds, at: "/precision")
    try FigureLimits.check(points: table.points, at: "/precision")
    let xs = (0..<table.points).map { Double($0) / Double(max(table.points - 1, 1)) }
    let names = request[self.names] ?? []
    let ious = request[thresholds] ?? []
    let curves = (0..<(isByCategory ? table.categories : table.thresholds)).map { index in
      let ys = isByCategory ? table.curve(threshold: 0, category: index) : table.mean(threshold: index)
      let found = ys.filter { $0 >= 0 }
      let mean = found.isEmpty ? "–" : Axis.words(found.reduce(0, +) / Double(found.count), decimals: 3)
      let iou = index < ious.count ? ious[index] : (50 + 5 * Double(index)) / 100
      let name = isByCategory ? (index < names.count ? names[index] : "category \(index)") : "IoU \(plain(iou))"
      return CurveFigure.Curve("\(name), AP \(mean)", xs, ys.map { $0 >= 0 ? $0 : .nan })
    }
    return CurveFigure(
      title: request[title], x: Axis("recall", 0...1), y: Axis("precision", 0...1.02), curves: curves
    ).svg
  }
}

/// An array of precisions, for the first area range and the last budget.
private struct PrecisionTable {
  private let elements: Tensor<Double>
  let thresholds: Int
  let points: Int
  let categories: Int
  private let ranges: Int
  private let budgets: Int

  init(_ precision: Tensor<Double>) {
    elements = precision
    let extents = precision.shape.extents
    let hasNone = extents.contains(0)
    (thresholds, points, categories) = hasNone ? (0, 0, 0) : (extents[0], extents[1], extents[2])
    (ranges, budgets) = (extents[3], extents[4])
  }

  func curve(threshold: Int, category: Int) -> [Double] {
    (0..<points).map { point in
      elements[(((threshold * points + point) * categories + category) * ranges) * budgets + budgets - 1]
    }
  }

  /// Over the categories that have objects; −1 where none has.
  func mean(threshold: Int) -> [Double] {
    let curves = (0..<categories).map { curve(threshold: threshold, category: $0) }
    return (0..<points).map { point in
      let found = curves.map { $0[point] }.filter { $0 >= 0 }
      return found.isEmpty ? -1 : found.reduce(0, +) / Double(found.count)
    }
  }
}
