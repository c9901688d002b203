import RealModule
import Testing

@testable import DetectionCore

/// What the losses of rotated boxes have in common.
@Suite struct RotatedLossTests {
  static let cases: [RotatedCase] =
    ProbIoULoss<Double>.Mode.allCases.map { RotatedCase("probiou \($0)", ProbIoULoss(mode: $0)) }
    + KFIoULoss<Double>.Function.allCases.map { RotatedCase("kfiou \($0)", KFIoULoss(function: $0)) }
    + GWDLoss<Double>.Function.allCases.map { RotatedCase("gwd \($0)", GWDLoss(function: $0, tau: 1.5)) }
    + [
      RotatedCase("rotated-iou linear", RotatedIoULoss(mode: .linear)),
      RotatedCase("rotated-iou log", RotatedIoULoss(mode: .log)),
    ]

  /// Boxes that overlap in different ways: across, inside, around, apart in angle by a quarter.
  private static let targets: [[Double]] = [
    [50, 60, 40, 20, 0.25], [51, 61, 30, 24, -1.2], [0.5, 0.4, 0.2, 0.3, 0.1], [10, 10, 4, 40, 2.9],
  ]
  private static let boxes: [[Double]] = [
    [53, 57, 36, 26, 0.7], [51.5, 60.5, 12, 9, 0.3], [0.52, 0.41, 0.35, 0.45, -0.4], [10.5, 9, 38, 5, 1.2],
  ]

  @Test(arguments: cases) func gradient_IsTheDerivative(_ loss: RotatedCase) throws {
    try expectGradient(at: Self.boxes.flatMap(\.self), tolerance: 1e-5) { point, gradient in
      try loss.evaluate(point, Self.targets.flatMap(\.self), gradient: gradient)
    }
  }

  @Test(arguments: cases) func identicalBoxes_CostTheLeast(_ loss: RotatedCase) throws {
    for target in Self.targets {
      let found = try loss.evaluate(target, target, gradient: true)
      #expect(found.isFinite)
      // A filter leaves a third of two equal boxes.
      let least: Double =
        loss.name.hasPrefix("gwd")
        ? 1 - 1 / 1.5
        : loss.name == "kfiou linear"
          ? 2.0 / 3
          : loss.name == "kfiou log" ? Double.log(3) : loss.name == "kfiou exp" ? Double.expMinusOne(2.0 / 3) : 0
      #expect(abs(found.values[0] - least) <= 1e-15)
    }
  }

  /// w × h turned by φ is h × w turned by φ + ¼; and both boxes turned about the origin cost the same, but for KFIoU's centres.
  @Test(arguments: cases) func sameShapes_CostTheSame(_ loss: RotatedCase) throws {
    for (box, target) in zip(Self.boxes, Self.targets) {
      let value = try loss.evaluate(box, target, gradient: false).values[0]
      let other = [box[0], box[1], box[3], box[2], box[4] + Double.pi / 2]
      #expect(abs(try loss.evaluate(other, target, gradient: false).values[0] - value) <= 1e-13 * max(value, 1))
      guard !loss.name.hasPrefix("kfiou") else { continue }
      let turned = try loss.evaluate(Self.turned(box, by: 0.9), Self.turned(target, by: 0.9), gradient: false).values[0]
      #expect(abs(turned - value) <= 1e-12 * max(value, 1))
    }
  }

  private static func turned(_ box: [Double], by angle: Double) -> [Double] {
    let (c, s) = (Double.cos(angle), Double.sin(angle))
    return [box[0] * c - box[1] * s, box[0] * s + box[1] * c, box[2], box[3], box[4] + angle]
  }

  /// Points, lines, boxes apart, sizes that differ beyond what squares hold: always a number.
  @Test(arguments: cases) func ends_AreFinite(_ loss: RotatedCase) throws {
    let shapes: [[Double]] = [
      [1, 2, 0, 0, 0.5], [1, 2, 4, 0, 0.5], [1, 2, 0, 3, -2], [3, 4, 5, 6, 0], [1e3, 2, 1e-9, 4, 1],
      [1, 2, 1e6, 1e-6, 7],
      [-1e5, 1e5, 3, 4, 1e3], [1, 2, 1e-160, 1e-160, 0.1],
    ]
    for box in shapes {
      for target in shapes {
        let found = try loss.evaluate(box, target, gradient: true)
        #expect(found.isFinite, "\(box) \(target)")
        #expect(found.values[0] >= 0, "\(box) \(target)")
      }
    }
  }

  /// float32 is float64 rounded.
  @Test func float32_IsFloat64Rounded() throws {
    let (boxes, targets) = (
      Self.boxes.flatMap(\.self).map { Float($0) }, Self.targets.flatMap(\.self).map { Float($0) }
    )
    let single = try ProbIoULoss<Float>().evaluate(
      RotatedBoxes(Tensor(boxes).rows(of: 5)), targets: RotatedBoxes(Tensor(targets).rows(of: 5)), gradient: true,
      reduction: .none)
    let double = try RotatedCase("probiou", ProbIoULoss()).evaluate(
      boxes.map { Double($0) }, targets.map { Double($0) }, gradient: true)
    #expect(single.values.elements == double.values.elements.map { Float($0) })
    #expect(single.slopes == double.slopes.map { Float($0) })
  }
}

/// A loss of rotated boxes, and what it is called.
struct RotatedCase: Sendable, CustomTestStringConvertible {
  let name: String
  private let loss: any RotatedLoss<Double>
  var testDescription: String { name }

  init(_ name: String, _ loss: any RotatedLoss<Double>) {
    self.name = name
    self.loss = loss
  }

  /// The losses of consecutive fives, and their derivatives.
  func evaluate(_ boxes: [Double], _ targets: [Double], gradient: Bool) throws -> ReducedLoss<Double> {
    let (boxes, targets) = (
      try RotatedBoxes(Tensor(boxes).rows(of: 5)), try RotatedBoxes(Tensor(targets).rows(of: 5))
    )
    return try loss.evaluate(boxes, targets: targets, gradient: gradient, reduction: .none)
  }
}

extension Tensor {
  /// The elements as rows.
  func rows(of width: Int) throws -> Tensor { try #require(Shape([count / width, width]).flatMap(reshaped)) }
}
