import RealModule
import Testing

@testable import DetectionCore

@Suite struct BinaryCrossEntropyLossTests {
  private static let targets: [Double] = [1, 0, 1, 0, 0.3, 0.9, 0.5, 1]
  private static let logits: [Double] = [2, -1, -3, 0.5, 0.2, -4, 7, 0]

  @Test func smallCase_ByHand() throws {
    let logits = try Tensor<Double>([0, 0], 2)
    let loss = try BinaryCrossEntropyLoss<Double>().evaluate(logits, targets: try Tensor([1, 0], 2), gradient: true)
    // −log σ(0) = log 2 on both sides; slopes σ(0) − t = ∓½.
    #expect(loss.values.elements == [0.6931471805599453, 0.6931471805599453])
    #expect(loss.slopes == [-0.5, 0.5])
  }

  @Test(arguments: [nil, 0.25, 0, 1])
  func gradient_IsTheDerivative(_ alpha: Double?) throws {
    let targets = try Tensor<Double>(Self.targets, 8)
    try expectGradient(at: Self.logits) { x, gradient in
      try BinaryCrossEntropyLoss(alpha: alpha).evaluate(try Tensor(x, 8), targets: targets, gradient: gradient)
    }
    try expectGradient(at: Self.logits.map { sigmoid($0) }) { p, gradient in
      try BinaryCrossEntropyLoss(alpha: alpha, input: .probabilities)
        .evaluate(try Tensor(p, 8), targets: targets, gradient: gradient)
    }
  }

  @Test func balanced_IsAlphaWeighted() throws {
    let (x, t) = (try Tensor<Double>(Self.logits, 8), try Tensor<Double>(Self.targets, 8))
    let plain = try BinaryCrossEntropyLoss<Double>().evaluate(x, targets: t, gradient: true)
    let balanced = try BinaryCrossEntropyLoss(alpha: 0.75).evaluate(x, targets: t, gradient: true)
    for i in 0..<8 {
      // α_t = α t + (1 − α)(1 − t)
      let weight = 0.75 * t[i] + 0.25 * (1 - t[i])
      #expect(balanced.values[i] == weight * plain.values[i])
      #expect(balanced.slopes[i] == weight * plain.slopes[i])
    }
  }

  @Test func logitsAndProbabilities_Agree() throws {
    let t = try Tensor<Double>(Self.targets, 8)
    let byLogits = try BinaryCrossEntropyLoss(alpha: 0.3).evaluate(
      try Tensor(Self.logits, 8), targets: t, gradient: true)
    let p = Self.logits.map { sigmoid($0) }
    let byProbabilities = try BinaryCrossEntropyLoss(alpha: 0.3, input: .probabilities)
      .evaluate(try Tensor(p, 8), targets: t, gradient: true)
    for i in 0..<8 {
      #expect(abs(byLogits.values[i] - byProbabilities.values[i]) <= 1e-13)
      // ∂p/∂x = p (1 − p)
      let chained = byProbabilities.slopes[i] * p[i] * (1 - p[i])
      #expect(abs(byLogits.slopes[i] - chained) <= 1e-13)
    }
  }

  @Test func extremeLogits_AreFinite() throws {
    try Self.checkExtremes(Double.self)
    try Self.checkExtremes(Float.self)
  }

  private static func checkExtremes<S: Scalar>(_: S.Type) throws {
    let x = try Tensor<S>([1e4, 1e4, -1e4, -1e4, 1e4, 3e4], 6)
    let loss = try BinaryCrossEntropyLoss<S>().evaluate(
      x, targets: try Tensor([1, 0, 1, 0, 0.5, 0], 6), gradient: true)
    #expect(loss.values.elements == [0, 10000, 10000, 0, 5000, 30000])
    #expect(loss.slopes == [0, 1, -1, 0, 0.5, 1])
  }

  @Test func certainProbabilities_AreClamped() throws {
    try Self.checkCertain(Double.self)
    try Self.checkCertain(Float.self)
  }

  private static func checkCertain<S: Scalar>(_: S.Type) throws {
    let p = try Tensor<S>([0, 1, 0, 1, 0], 5)
    let loss = try BinaryCrossEntropyLoss<S>(input: .probabilities).evaluate(
      p, targets: try Tensor([0, 1, 1, 0, 0.5], 5), gradient: true)
    let tiny = S.leastNormalMagnitude
    // −log of the smallest normal number where p_t = 0, and 0 where p_t = 1.
    #expect(loss.values.elements == [0, 0, -S.log(tiny), -S.log(tiny), -S.log(tiny) / 2])
    #expect(loss.slopes == [1, -1, -1 / tiny, 1 / tiny, 0.5 - 0.5 / tiny])
  }

  @Test func tinyTails_KeepTheirDigits() throws {
    // softplus(−40) = log(1 + e⁻⁴⁰) = e⁻⁴⁰ to double accuracy; 1 − σ(40) would be 0.
    let loss = try BinaryCrossEntropyLoss<Double>().evaluate(
      try Tensor([40], 1), targets: try Tensor([1], 1), gradient: true)
    #expect(relativeError(loss.values[0], 4.248354255291589e-18) <= 1e-15)
    #expect(relativeError(loss.slopes[0], -4.248354255291589e-18) <= 1e-15)
  }

  @Test func targets_OutsideOfTheUnitIntervalAreRefused() throws {
    let error = detectionError {
      try BinaryCrossEntropyLoss<Double>().evaluate(
        try Tensor([0, 0], 2), targets: try Tensor([1, 1.5], 2), gradient: false)
    }
    #expect(error == .number(.targets, .target, position: 1, value: 1.5))
  }

  @Test func probabilities_OutsideOfTheUnitIntervalAreRefused() throws {
    let error = detectionError {
      try BinaryCrossEntropyLoss<Double>(input: .probabilities).evaluate(
        try Tensor([0, 0.5, -0.25], 3), targets: try Tensor([1, 1, 1], 3), gradient: false)
    }
    #expect(
      error == .number(.probabilities, .probability, position: 2, value: -0.25))
  }

  @Test func shapes_MustAgree() throws {
    let error = detectionError {
      try BinaryCrossEntropyLoss<Double>().evaluate(
        try Tensor([0, 0], 2), targets: try Tensor([1, 1], 1, 2), gradient: false)
    }
    let found = try #require(Shape([1, 2]))
    #expect(error == .shape(.targets, .like(.logits, Shape(vector: 2)), found: found))
  }
}
