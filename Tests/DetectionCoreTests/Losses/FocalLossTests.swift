import Testing

@testable import DetectionCore

@Suite struct FocalLossTests {
  private static let targets: [Double] = [1, 0, 1, 0, 0.3, 0.9, 0.5, 1]
  private static let logits: [Double] = [2, -1, -3, 0.5, 0.2, -4, 5, 0]

  @Test func smallCase_ByHand() throws {
    let loss = try FocalLoss<Double>().evaluate(
      try Tensor([0, 0], 2), targets: try Tensor([1, 0], 2), gradient: false)
    // α_t (1 − ½)² log 2 = α_t · 0.17328679513998632
    #expect(loss.values.elements == [0.25 * 0.17328679513998632, 0.75 * 0.17328679513998632])
  }

  @Test(arguments: [0, 0.5, 1, 2, 3.7], [nil, 0.25])
  func gradient_IsTheDerivative(_ gamma: Double, _ alpha: Double?) throws {
    let targets = try Tensor<Double>(Self.targets, 8)
    try expectGradient(at: Self.logits) { x, gradient in
      try FocalLoss(gamma: gamma, alpha: alpha).evaluate(try Tensor(x, 8), targets: targets, gradient: gradient)
    }
    try expectGradient(at: Self.logits.map { sigmoid($0) }) { p, gradient in
      try FocalLoss(gamma: gamma, alpha: alpha, input: .probabilities)
        .evaluate(try Tensor(p, 8), targets: targets, gradient: gradient)
    }
  }

  @Test(arguments: [ClassificationInput.logits, .probabilities])
  func gammaZeroWithoutAlpha_IsCrossEntropy(_ input: ClassificationInput) throws {
    let values = input == .logits ? Self.logits : Self.logits.map { sigmoid($0) }
    let (x, t) = (try Tensor<Double>(values, 8), try Tensor<Double>(Self.targets, 8))
    let focal = try FocalLoss(gamma: 0, alpha: nil, input: input).evaluate(x, targets: t, gradient: true)
    let entropy = try BinaryCrossEntropyLoss<Double>(input: input).evaluate(x, targets: t, gradient: true)
    #expect(focal.values == entropy.values)
    #expect(focal.gradient == entropy.gradient)
  }

  @Test func gammaZeroWithAlpha_IsBalancedCrossEntropy() throws {
    let (x, t) = (try Tensor<Double>(Self.logits, 8), try Tensor<Double>(Self.targets, 8))
    let focal = try FocalLoss(gamma: 0, alpha: 0.25).evaluate(x, targets: t, gradient: true)
    let entropy = try BinaryCrossEntropyLoss(alpha: 0.25).evaluate(x, targets: t, gradient: true)
    #expect(focal.values == entropy.values)
    #expect(focal.gradient == entropy.gradient)
  }

  @Test(arguments: [0, 0.5, 1, 2])
  func logitsAndProbabilities_Agree(_ gamma: Double) throws {
    let t = try Tensor<Double>(Self.targets, 8)
    let p = Self.logits.map { sigmoid($0) }
    let byLogits = try FocalLoss<Double>(gamma: gamma).evaluate(try Tensor(Self.logits, 8), targets: t, gradient: true)
    let byProbabilities = try FocalLoss<Double>(gamma: gamma, input: .probabilities)
      .evaluate(try Tensor(p, 8), targets: t, gradient: true)
    for i in 0..<8 {
      #expect(abs(byLogits.values[i] - byProbabilities.values[i]) <= 1e-13)
      let chained = byProbabilities.slopes[i] * p[i] * (1 - p[i])
      #expect(abs(byLogits.slopes[i] - chained) <= 1e-13)
    }
  }

  /// Positives and negatives change places with the sign of the logit.
  @Test func signOfLogit_SwapsClasses() throws {
    let (x, t) = (try Tensor<Double>(Self.logits, 8), try Tensor<Double>(Self.targets, 8))
    let loss = try FocalLoss(gamma: 2, alpha: 0.5).evaluate(x, targets: t, gradient: true)
    let mirrored = try FocalLoss(gamma: 2, alpha: 0.5)
      .evaluate(x.map { -$0 }, targets: t.map { 1 - $0 }, gradient: true)
    for i in 0..<8 {
      #expect(relativeError(mirrored.values[i], loss.values[i]) <= 1e-15)
      #expect(relativeError(-mirrored.slopes[i], loss.slopes[i]) <= 1e-14)
    }
  }

  /// q^(γ−1) with q → 0 and γ < 1 would be infinite: it is never formed.
  @Test(arguments: [0, 0.001, 0.1, 0.5, 0.999, 1, 2, 5])
  func extremes_AreFinite(_ gamma: Double) throws {
    try Self.checkExtremes(Double.self, gamma)
    try Self.checkExtremes(Float.self, gamma)
  }

  private static func checkExtremes<S: Scalar>(_: S.Type, _ gamma: Double) throws {
    let magnitudes: [Double] = [1e-30, 1, 17, 40, 88, 100, 104, 700, 740, 745, 746, 1e4]
    let logits = magnitudes + magnitudes.map { -$0 }
    for target in [0, 0.5, 1] {
      let loss = try FocalLoss<S>(gamma: S(gamma), alpha: nil).evaluate(
        try Tensor(logits, 24), targets: Tensor(shape: Shape(vector: 24), repeating: S(target)), gradient: true)
      #expect(loss.values.elements.allSatisfy { $0 >= 0 })
      #expect(loss.isFinite)
    }
    let tiny = Double(S.leastNormalMagnitude)
    let ends: [Double] = [0, tiny / 4, tiny, 1e-30, 0.5, 1 - Double(S.ulpOfOne), 1]
    for target in [0, 0.5, 1] {
      let loss = try FocalLoss<S>(gamma: S(gamma), alpha: nil, input: .probabilities).evaluate(
        try Tensor(ends, 7), targets: Tensor(shape: Shape(vector: 7), repeating: S(target)), gradient: true)
      #expect(loss.values.elements.allSatisfy { $0 >= 0 })
      // γ · 708 · 1 + 4.5e307 stays finite: the largest number is 1.8e308.
      #expect(loss.isFinite)
    }
  }

  @Test func certainty_CostsNothing() throws {
    for gamma in [0.5, 1, 2] {
      let loss = try FocalLoss<Double>(gamma: gamma, input: .probabilities).evaluate(
        try Tensor([1, 0], 2), targets: try Tensor([1, 0], 2), gradient: true)
      #expect(loss.values.elements == [0, 0])
      #expect(loss.slopes == [0, 0])
    }
    // γ = 0: the slope of −log p at p = 1.
    let loss = try FocalLoss<Double>(gamma: 0, alpha: nil, input: .probabilities).evaluate(
      try Tensor([1], 1), targets: try Tensor([1], 1), gradient: true)
    #expect(loss.slopes == [-1])
  }

  @Test func softTargets_AreReadAsTorchvisionDoes() throws {
    // p = σ(0) = ½, t = ¼: CE = log 2, p_t = ½·¼ + ½·¾ = ½, α_t = ¼·¼ + ¾·¾ = 5/8: 5/8 · ¼ · log 2
    let loss = try FocalLoss<Double>().evaluate(try Tensor([0], 1), targets: try Tensor([0.25], 1), gradient: false)
    #expect(relativeError(loss.values[0], 0.625 * 0.25 * 0.6931471805599453) <= 1e-15)
  }

  @Test func ignored_CountForNothing() throws {
    let loss = try FocalLoss<Double>(ignored: -1).evaluate(
      try Tensor([0, 3, 0], 3), targets: try Tensor([1, -1, 1], 3), gradient: true)
    let kept = try FocalLoss<Double>().evaluate(try Tensor([0, 0], 2), targets: try Tensor([1, 1], 2), gradient: true)
    #expect(loss.values[1] == 0)
    #expect(loss.slopes[1] == 0)
    #expect(loss.reduced(.mean).value == kept.reduced(.mean).value)
    let nothing = try FocalLoss<Double>(ignored: -1).evaluate(
      try Tensor([3], 1), targets: try Tensor([-1], 1), gradient: true)
    #expect(nothing.reduced(.mean).value == 0)
    #expect(nothing.reduced(.mean).slopes == [0])
  }
}
