import Testing

@testable import Figures

@Suite struct AxisTests {
  @Test func ticks_AreRound() {
    func words(_ axis: Axis, _ count: Int = 6) -> [String] { axis.ticks(count).map(\.words) }
    #expect(words(Axis("", 0...1)) == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(words(Axis("", -3...3)) == ["−3", "−2", "−1", "0", "1", "2", "3"])
    #expect(words(Axis("", 0...30_000)) == ["0", "5000", "10000", "15000", "20000", "25000", "30000"])
    #expect(words(Axis("", 1e-3...10, isLogarithmic: true)) == ["10⁻³", "10⁻²", "10⁻¹", "10⁰", "10¹"])
    #expect(Axis.words(0.9996, decimals: 2) == "1.00" && Axis.words(-0.305, decimals: 1) == "−0.3")
  }

  /// Whatever a log holds: few ticks, no trap, shares that can be drawn.
  @Test(arguments: [
    [0, 0], [5, 5], [-1e308, 1e308], [1e-320, 1e-310], [.nan, .infinity], [1e300, 1.1e300], [-5, -5],
    [3, 3.000000000001],
  ]) func anyValues_GiveAnAxis(values: [Double]) {
    for axis in [Axis.around(values, ""), .powers(of: values, "")] {
      #expect(axis.ticks(6).count <= 100)
      for value in values + [0, -1, 1e308] {
        if let share = axis.share(value) { #expect((-10.0...11).contains(share)) }
      }
    }
  }

  @Test func figure_IsTheSameBytes_AndBreaksWhereAValueIsMissing() {
    func figure(_ ys: [Double]) -> String {
      CurveFigure(
        title: "t", x: Axis("x", 0...4), y: Axis("y", 0...1), curves: [CurveFigure.Curve("c", [0, 1, 2, 3, 4], ys)]
      ).svg.markup
    }
    let ys = [0, 0.5, .nan, 0.5, 1]
    #expect(figure(ys) == figure(ys))
    #expect(figure(ys).split(separator: "d=\"")[1].prefix { $0 != "\"" }.filter { $0 == "M" }.count == 2)
  }
}
