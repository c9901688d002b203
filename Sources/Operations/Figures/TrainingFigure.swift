import DetectionCore
import Figures

/// A training log.
struct TrainingFigure: FigureDefinition {
  let about = About(
    "figures", "training.svg", summary: "A training log: the components of a loss over the steps.",
    formula: "", source: "",
    example: #"{"names": ["total", "classification", "boxes"], "steps": [0, 100, 200, 300], "#
      + #""values": [[2.9, 1.8, 1.1], [1.7, 0.9, 0.8], [1.1, 0.5, 0.6], [0.9, 0.4, 0.5]]}"#)
  let isAskedByQuery = false
  let values = TensorField.reals(
    "values", .of("N", "C"), holds: "A row per step, at most 10,000, and a column per component, at most 16.")
  let steps = TensorField.reals("steps", .of("N"), holds: "Each row's step.").optional(otherwise: "0, 1, 2, …")
  let names = Field<[String]?>.optionalTexts("names", "Each component's name.")
  let axis = Field<AxisKind>.axis
  let title = Field<String>.title("Training log")

  func svg(_ request: Request) throws -> SVG {
    let values: Tensor<Double> = try request.tensor(self.values)
    let (rows, columns) = (values.shape[0], values.shape[1])
    try FigureLimits.check(curves: columns, at: "/values")
    try FigureLimits.check(points: rows, at: "/values")
    let given: Tensor<Double>? = try request.optionalTensor(steps)
    let xs = given.map { Array($0.elements) } ?? (0..<rows).map(Double.init)
    let names = request[self.names] ?? []
    let all = Array(values.elements)
    let curves = (0..<columns).map { column in
      CurveFigure.Curve(
        column < names.count ? names[column] : "component \(column + 1)", xs,
        (0..<rows).map { all[$0 * columns + column] })
    }
    return CurveFigure(
      title: request[title], x: Axis("step", (xs.min() ?? 0)...(xs.max() ?? 1)),
      y: request[axis] == .log ? .powers(of: all, "loss") : .around(all, "loss"), curves: curves
    ).svg
  }
}
