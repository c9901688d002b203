import Testing

@testable import DetectionCore

@Suite struct SoftmaxFocalLossTests {
  private static let logits: [Double] = [2, -1, 0.5, -3, 0.25, 1, 0.5, 4, -2, 1, 1.5, 0]
  private static let targets = [0, 2, 9, 1]

  /// The derivative runs through p_t in the modulating factor as well.
  @Test(arguments: [0, 0.5, 1, 2, 3.7], [nil, [0.2, 1, 0.65]])
  func gradient_IsTheFullDerivative(_ gamma: Double, _ alpha: [Double]?) throws {
    var loss = SoftmaxFocalLoss(gamma: gamma, alpha: alpha, ignored: 9)
    try expectGradient(at: Self.logits) { x, gradient in
      try loss.evaluate(try Tensor(x, 4, 3), targets: Tensor(Self.targets), gradient: gradient)
    }
    loss.input = .probabilities
    try expectGradient(at: Self.logits.map { sigmoid($0) }) { p, gradient in
      try loss.evaluate(try Tensor(p, 4, 3), targets: Tensor(Self.targets), gradient: gradient)
    }
  }

  @Test(arguments: [ClassificationInput.logits, .probabilities])
  func gammaZeroWithoutAlpha_IsCrossEntropy(_ input: ClassificationInput) throws {
    let values = input == .logits ? Self.logits : Self.logits.map { sigmoid($0) }
    let (x, t) = (try Tensor<Double>(values, 4, 3), Tensor(Self.targets))
    let focal = try SoftmaxFocalLoss<Double>(gamma: 0, ignored: 9, input: input)
      .evaluate(x, targets: t, gradient: true)
    let entropy = try CrossEntropyLoss<Double>(ignored: 9, input: input).evaluate(x, targets: t, gradient: true)
    #expect(focal.values == entropy.values)
    #expect(zip(focal.slopes, entropy.slopes).allSatisfy { relativeError($0, $1) <= 1e-15 })
    #expect(focal.meanDivisor == 3)
  }

  @Test func twoClasses_AreTheSigmoidForm() throws {
    // softmax(x, 0) = σ(x); [α, 1−α] weighs class 0 with α.
    let softmax = try SoftmaxFocalLoss(gamma: 2, alpha: [0.25, 0.75]).evaluate(
      try Tensor([1.5, 0, -30, 0, 4, 0], 3, 2), targets: Tensor([0, 0, 1]), gradient: true)
    let sigmoids = try FocalLoss<Double>().evaluate(
      try Tensor([1.5, -30, 4], 3), targets: try Tensor([1, 1, 0], 3), gradient: true)
    for i in 0..<3 {
      #expect(relativeError(softmax.values[i], sigmoids.values[i]) <= 2e-15)
      #expect(relativeError(softmax.slopes[2 * i], sigmoids.slopes[i]) <= 2e-15)
    }
  }

  @Test func slopes_SumToZero() throws {
    let loss = try SoftmaxFocalLoss<Double>().evaluate(
      try Tensor(Self.logits, 4, 3), targets: Tensor([0, 2, 1, 1]), gradient: true)
    for row in 0..<4 { #expect(abs(loss.slopes[3 * row..<3 * row + 3].reduce(0, +)) <= 1e-15) }
  }

  @Test func mean_IsNotWeighted() throws {
    let loss = try SoftmaxFocalLoss<Double>(alpha: [0.5, 2, 1], ignored: 9).evaluate(
      try Tensor(Self.logits, 4, 3), targets: Tensor(Self.targets), gradient: false)
    #expect(loss.meanDivisor == 3)
    #expect(relativeError(loss.reduced(.mean).value, loss.values.elements.reduce(0, +) / 3) <= 1e-15)
  }

  @Test func allIgnored_IsZero() throws {
    let loss = try SoftmaxFocalLoss<Double>(ignored: -1).evaluate(
      try Tensor([1, 2], 1, 2), targets: Tensor([-1]), gradient: true)
    #expect(loss.reduced(.mean).value == 0)
    #expect(loss.reduced(.mean).slopes == [0, 0])
  }

  @Test(arguments: [0, 0.001, 0.5, 1, 2, 5])
  func extremes_AreFinite(_ gamma: Double) throws {
    try Self.checkExtremes(Double.self, gamma)
    try Self.checkExtremes(Float.self, gamma)
  }

  private static func checkExtremes<S: Scalar>(_: S.Type, _ gamma: Double) throws {
    for magnitude in [0, 1, 17, 40, 88, 104, 740, 746, 1e4] {
      let logits = try Tensor<S>([magnitude, -magnitude, 0], 1, 3)
      for target in 0..<3 {
        let loss = try SoftmaxFocalLoss<S>(gamma: S(gamma)).evaluate(
          logits, targets: Tensor([target]), gradient: true)
        #expect(loss.isFinite)
      }
    }
    for p in [0, Double(S.leastNormalMagnitude), 0.5, 1 - Double(S.ulpOfOne), 1] {
      let loss = try SoftmaxFocalLoss<S>(gamma: S(gamma), input: .probabilities).evaluate(
        try Tensor([p, 1 - p], 1, 2), targets: Tensor([0]), gradient: true)
      #expect(loss.isFinite)
    }
  }
}
