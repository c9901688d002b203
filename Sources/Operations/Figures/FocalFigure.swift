import DetectionCore
import Figures

/// The first figure of Lin et al. 2017.
struct FocalFigure: FigureDefinition {
  let about = About(
    "figures", "focal.svg", summary: "Focal loss against the probability of the true class, a curve per gamma.",
    formula: "FL = −α_t (1−p_t)^γ log p_t",
    source: "Lin et al. 2017, «Focal Loss for Dense Object Detection», figure 1", example: "{}")
  let isAskedByQuery = true
  let gamma = Field<[Double]>.numbers(
    "gamma", NumberRange(minimum: 0, maximum: 100), default: [0, 0.5, 1, 2, 5], "γ of each curve, at most 16.")
  let alpha = Field<Double?>.optionalNumber("alpha", .unit, "α of the true class; none unless given.")
  let axis = Field<AxisKind>.axis
  let title = Field<String>.title("Focal loss")

  func svg(_ request: Request) throws -> SVG {
    let gammas = request[gamma]
    let alpha = request[self.alpha]
    try FigureLimits.check(curves: gammas.count, at: "/gamma")
    let ps = FocalFigure.probabilities
    let ones = Tensor<Double>(shape: Shape(vector: ps.count), repeating: 1)
    let curves = try gammas.map { gamma in
      let loss = try FocalLoss<Double>(gamma: gamma, alpha: alpha, input: .probabilities)
        .evaluate(Tensor(ps), targets: ones, gradient: false, reduction: .none)
      return CurveFigure.Curve("γ = \(plain(gamma))" + (gamma == 0 ? ", cross entropy" : ""), ps, loss.loss.elements)
    }
    let height = 5 * max(alpha ?? 1, 0.01)
    let y = request[axis] == .log ? Axis("loss", 1e-6...10, isLogarithmic: true) : Axis("loss", 0...height)
    let weight = alpha.map { "α = \(plain($0))" } ?? ""
    return CurveFigure(
      title: request[title], note: weight.isEmpty ? "FL = −(1 − pₜ)ᵞ log pₜ" : "FL = −α (1 − pₜ)ᵞ log pₜ,  \(weight)",
      x: Axis("probability of the true class, pₜ", 0...1), y: y, curves: curves,
      band: CurveFigure.Band(0.6...1, "well-classified examples")
    ).svg
  }

  /// Closer together where the loss is steep; p = 0 has no loss that could be drawn.
  private static let probabilities = (1...240).map { step in
    let share = Double(step) / 240
    return share * share * (3 - share) / 2
  }
}
