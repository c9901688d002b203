import DetectionCore
import Figures

/// Huber's loss beside L1 and L2.
struct RegressionFigure: FigureDefinition {
  let about = About(
    "figures", "regression.svg", summary: "Huber's loss of a difference, beside L1 and L2.",
    formula: "½d² if |d| < δ, else δ(|d| − ½δ)",
    source: "Huber 1964, «Robust Estimation of a Location Parameter»; Girshick 2015, «Fast R-CNN»", example: "{}")
  let isAskedByQuery = true
  let delta = Field<[Double]>.numbers(
    "delta", NumberRange(exclusiveMinimum: 0, maximum: 1e6), default: [1],
    "δ of each of Huber's curves, where the parabola becomes a line; at most 14.")
  let reach = Field.number(
    "reach", NumberRange(exclusiveMinimum: 0, maximum: 1e6), default: 3, "The largest |d| on the axis.")
  let title = Field<String>.title("Losses of a difference")

  func svg(_ request: Request) throws -> SVG {
    let (deltas, reach) = (request[delta], request[self.reach])
    try FigureLimits.check(curves: deltas.count + 2, at: "/delta")
    let ds = (-120...120).map { reach * Double($0) / 120 }
    let zeros = Tensor<Double>(shape: Shape(vector: ds.count), repeating: 0)
    func curve(_ name: String, _ loss: some DifferenceLoss<Double>) throws -> CurveFigure.Curve {
      let loss = try loss.evaluate(Tensor(ds), targets: zeros, gradient: false, reduction: .none)
      return CurveFigure.Curve(name, ds, loss.loss.elements)
    }
    let curves = try deltas.map { try curve("Huber, δ = \(plain($0))", HuberLoss<Double>(delta: $0)) }
    return CurveFigure(
      title: request[title], note: "Huber’s is ½d² up to |d| = δ and δ(|d| − ½δ) beyond",
      x: Axis("difference d = prediction − target", -reach...reach), y: Axis("loss", 0...(1.5 * reach)),
      curves: curves + [try curve("L1, |d|", L1Loss<Double>()), try curve("L2, d²", L2Loss<Double>())]
    ).svg
  }
}
