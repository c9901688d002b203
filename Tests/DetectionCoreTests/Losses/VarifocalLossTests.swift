import Testing

@testable import DetectionCore

@Suite struct VarifocalLossTests {
  private static let targets: [Double] = [1, 0, 0.6, 0, 0.3, 0, 0.45, 0]
  private static let logits: [Double] = [2, -1, -3, 0.5, 0.2, -4, 5, 0]

  @Test func smallCase_ByHand() throws {
    // p = ½. q = 0.6: 0.6 log 2, slope 0.6 (½ − 0.6). q = 0: ¾ · ¼ log 2, slope ¾ (2 · ½ · ¼ log 2 + ¼ · ½).
    let loss = try VarifocalLoss<Double>().evaluate(
      try Tensor([0, 0], 2), targets: try Tensor([0.6, 0], 2), gradient: true)
    let log2 = 0.6931471805599453
    #expect(relativeError(loss.values[0], 0.6 * log2) <= 1e-15)
    #expect(relativeError(loss.values[1], 0.1875 * log2) <= 1e-15)
    #expect(relativeError(loss.slopes[0], -0.06) <= 1e-15)
    #expect(relativeError(loss.slopes[1], 0.75 * (log2 / 4 + 0.125)) <= 1e-15)
  }

  /// p^γ is part of it.
  @Test(arguments: [0, 0.5, 1, 2, 3.7])
  func gradient_IsTheFullDerivative(_ gamma: Double) throws {
    let targets = try Tensor<Double>(Self.targets, 8)
    try expectGradient(at: Self.logits) { x, gradient in
      try VarifocalLoss(alpha: 0.6, gamma: gamma).evaluate(try Tensor(x, 8), targets: targets, gradient: gradient)
    }
    try expectGradient(at: Self.logits.map { sigmoid($0) }) { p, gradient in
      try VarifocalLoss(gamma: gamma, input: .probabilities)
        .evaluate(try Tensor(p, 8), targets: targets, gradient: gradient)
    }
  }

  /// Negatives are the focal loss of that γ, positives cross entropy times their target.
  @Test func parts_AreFocalAndCrossEntropy() throws {
    let (x, t) = (try Tensor<Double>(Self.logits, 8), try Tensor<Double>(Self.targets, 8))
    let loss = try VarifocalLoss<Double>(alpha: 1, gamma: 1.5).evaluate(x, targets: t, gradient: true)
    let focal = try FocalLoss<Double>(gamma: 1.5, alpha: nil).evaluate(x, targets: t, gradient: true)
    let entropy = try BinaryCrossEntropyLoss<Double>().evaluate(x, targets: t, gradient: true)
    for i in 0..<8 {
      #expect(loss.values[i] == (t[i] > 0 ? t[i] * entropy.values[i] : focal.values[i]))
      #expect(loss.slopes[i] == (t[i] > 0 ? t[i] * entropy.slopes[i] : focal.slopes[i]))
    }
  }

  @Test(arguments: [0, 0.001, 0.5, 1, 2, 5])
  func extremes_AreFinite(_ gamma: Double) throws {
    try Self.checkExtremes(Double.self, gamma)
    try Self.checkExtremes(Float.self, gamma)
  }

  private static func checkExtremes<S: Scalar>(_: S.Type, _ gamma: Double) throws {
    let logits: [Double] = [1e-30, 1, 40, 104, 746, 1e4, -1e-30, -1, -40, -104, -746, -1e4]
    for target in [0, 0.5, 1] {
      let targets = Tensor(shape: Shape(vector: 12), repeating: S(target))
      let loss = try VarifocalLoss<S>(gamma: S(gamma)).evaluate(
        try Tensor(logits, 12), targets: targets, gradient: true)
      #expect(loss.values.elements.allSatisfy { $0 >= 0 } && loss.isFinite)
    }
  }
}
