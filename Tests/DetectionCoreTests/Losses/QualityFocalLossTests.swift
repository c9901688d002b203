import Testing

@testable import DetectionCore

@Suite struct QualityFocalLossTests {
  private static let targets: [Double] = [1, 0, 1, 0, 0.3, 0.9, 0.45, 0.7]
  private static let logits: [Double] = [2, -1, -3, 0.5, 0.2, -4, 5, 0]

  @Test func smallCase_ByHand() throws {
    // σ(0) = ½, y = ¾: |¼|² (−¾ log ½ − ¼ log ½) = log 2 / 16. Slope ¼² (½ − ¾) + 2·(−¼)·¼·log 2 = −1/64 − log 2 / 8,
    // with ∂|y − σ| = −σ(1 − σ) = −¼.
    let loss = try QualityFocalLoss<Double>().evaluate(
      try Tensor([0], 1), targets: try Tensor([0.75], 1), gradient: true)
    #expect(relativeError(loss.values[0], 0.6931471805599453 / 16) <= 1e-15)
    #expect(relativeError(loss.slopes[0], -1.0 / 64 - 0.6931471805599453 / 8) <= 1e-15)
  }

  @Test(arguments: [0, 0.5, 1, 2, 3.7])
  func gradient_IsTheDerivative(_ beta: Double) throws {
    let targets = try Tensor<Double>(Self.targets, 8)
    try expectGradient(at: Self.logits) { x, gradient in
      try QualityFocalLoss(beta: beta).evaluate(try Tensor(x, 8), targets: targets, gradient: gradient)
    }
    try expectGradient(at: Self.logits.map { sigmoid($0) }) { p, gradient in
      try QualityFocalLoss(beta: beta, input: .probabilities)
        .evaluate(try Tensor(p, 8), targets: targets, gradient: gradient)
    }
  }

  /// With hard labels |y − σ| is 1 − p_t.
  @Test(arguments: [0, 0.5, 2, 3], [ClassificationInput.logits, .probabilities])
  func hardLabels_AreFocal(_ beta: Double, _ input: ClassificationInput) throws {
    let x = try Tensor<Double>(input == .logits ? Self.logits : Self.logits.map { sigmoid($0) }, 8)
    let t = try Tensor<Double>([1, 0, 0, 1, 1, 0, 0, 1], 8)
    let quality = try QualityFocalLoss(beta: beta, input: input).evaluate(x, targets: t, gradient: true)
    let focal = try FocalLoss(gamma: beta, alpha: nil, input: input).evaluate(x, targets: t, gradient: true)
    #expect(quality.values == focal.values)
    for i in 0..<8 { #expect(relativeError(quality.slopes[i], focal.slopes[i]) <= 1e-15) }
  }

  @Test func betaZero_IsCrossEntropy() throws {
    let (x, t) = (try Tensor<Double>(Self.logits, 8), try Tensor<Double>(Self.targets, 8))
    let quality = try QualityFocalLoss<Double>(beta: 0).evaluate(x, targets: t, gradient: true)
    let entropy = try BinaryCrossEntropyLoss<Double>().evaluate(x, targets: t, gradient: true)
    #expect(quality.values == entropy.values)
    #expect(quality.gradient == entropy.gradient)
  }

  /// The loss is least, and flat, where the score is the quality; with β ≤ 1 the slope there is taken as 0.
  @Test(arguments: [0.5, 1, 2])
  func quality_IsTheMinimum(_ beta: Double) throws {
    let loss = try QualityFocalLoss<Double>(beta: beta, input: .probabilities).evaluate(
      try Tensor([0.5, 0.25], 2), targets: try Tensor([0.5, 0.25], 2), gradient: true)
    #expect(loss.values.elements == [0, 0])
    #expect(loss.slopes == [0, 0])
  }

  @Test(arguments: [0, 0.001, 0.5, 1, 2, 5])
  func extremes_AreFinite(_ beta: Double) throws {
    try Self.checkExtremes(Double.self, beta)
    try Self.checkExtremes(Float.self, beta)
  }

  private static func checkExtremes<S: Scalar>(_: S.Type, _ beta: Double) throws {
    let magnitudes: [Double] = [0, 1e-30, 1, 17, 40, 88, 104, 700, 745, 746, 1e4]
    let logits = magnitudes + magnitudes.map { -$0 }
    for target in [0, 1e-30, 0.5, 1] {
      let targets = Tensor(shape: Shape(vector: 22), repeating: S(target))
      let loss = try QualityFocalLoss<S>(beta: S(beta)).evaluate(
        try Tensor(logits, 22), targets: targets, gradient: true)
      #expect(loss.values.elements.allSatisfy { $0 >= 0 } && loss.isFinite)
    }
    let ends: [Double] = [0, 1e-30, 0.5, 1 - Double(S.ulpOfOne), 1]
    for target in [0, 0.5, 1] {
      let loss = try QualityFocalLoss<S>(beta: S(beta), input: .probabilities).evaluate(
        try Tensor(ends, 5), targets: Tensor(shape: Shape(vector: 5), repeating: S(target)), gradient: true)
      #expect(loss.values.elements.allSatisfy { $0 >= 0 } && loss.isFinite)
    }
  }

  @Test func ranges_AreChecked() throws {
    let error = detectionError {
      try QualityFocalLoss<Double>().evaluate(try Tensor([0], 1), targets: try Tensor([1.5], 1), gradient: false)
    }
    #expect(error == .number(.targets, .target, position: 0, value: 1.5))
  }
}
