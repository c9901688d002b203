import RealModule
import Testing

@testable import DetectionCore

@Suite struct NWDLossTests {
  @Test func smallCase_ByHand() throws {
    // 3 to the side, 4 up, the same size: W = 5; C = 10.
    let loss = try NWDLoss<Double>(constant: 10).evaluate(
      Boxes([3, 4, 2, 2], .cxcywh), targets: Boxes([0, 0, 2, 2], .cxcywh), gradient: true, reduction: .none)
    #expect(relativeError(loss.value, 1 - Double.exp(-0.5)) <= 1e-15)
    let slope = Double.exp(-0.5) / 10
    #expect(abs(loss.slopes[0] - 0.6 * slope) <= 1e-16 && abs(loss.slopes[1] - 0.8 * slope) <= 1e-16)
  }

  @Test(arguments: BoxFormat.allCases) func gradient_IsTheDerivative(_ format: BoxFormat) throws {
    let targets = try Boxes<Double>([10, 12, 30, 44, 5, 6, 9, 9]).converted(to: format)
    let boxes = try Boxes<Double>([11, 9, 35, 40, 60, 70, 64, 78]).converted(to: format)
    try expectGradient(at: boxes.numbers) { point, gradient in
      try NWDLoss<Double>().evaluate(Boxes(point, format), targets: targets, gradient: gradient, reduction: .none)
    }
  }

  @Test func ends_AreFinite() throws {
    let loss = try NWDLoss<Double>().evaluate(
      Boxes([3, 4, 3, 4, 0, 0, 1e160, 1e160]), targets: Boxes([3, 4, 3, 4, 1, 1, 2, 2]), gradient: true,
      reduction: .none)
    #expect(loss.values.elements == [0, 1] && loss.isFinite)
    #expect(loss.slopes.allSatisfy { $0 == 0 })
  }
}
