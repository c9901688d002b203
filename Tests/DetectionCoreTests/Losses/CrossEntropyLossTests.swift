import RealModule
import Testing

@testable import DetectionCore

@Suite struct CrossEntropyLossTests {
  private static let logits: [Double] = [2, -1, 0.5, -3, 0.25, 1, 0.5, 4, -2, 1, 1.5, 0]

  @Test func smallCase_ByHand() throws {
    // Equal logits: p = 1/3 each, −log p = log 3.
    let loss = try CrossEntropyLoss<Double>().evaluate(
      try Tensor([5, 5, 5], 1, 3), targets: Tensor([1]), gradient: true)
    #expect(relativeError(loss.values[0], 1.0986122886681098) <= 1e-15)
    let slopes: [Double] = [1.0 / 3, -2.0 / 3, 1.0 / 3]
    #expect(zip(loss.slopes, slopes).allSatisfy { relativeError($0, $1) <= 4e-16 })
  }

  @Test(arguments: [nil, [0.5, 2, 1.25]], [0, 0.1, 1])
  func gradient_IsTheDerivative(_ weights: [Double]?, _ smoothing: Double) throws {
    let loss = CrossEntropyLoss(classWeights: weights, ignored: 9, labelSmoothing: smoothing)
    try expectGradient(at: Self.logits) { x, gradient in
      try loss.evaluate(try Tensor(x, 4, 3), targets: Tensor([0, 2, 9, 1]), gradient: gradient)
    }
    let targets = try #require(Tensor([0, 9, 2, 1]).reshaped(Shape([2, 2]) ?? .scalar))
    try expectGradient(at: Self.logits) { x, gradient in
      try loss.evaluate(try Tensor(x, 2, 3, 2), targets: targets, gradient: gradient)
    }
    var byProbabilities = loss
    byProbabilities.input = .probabilities
    try expectGradient(at: Self.logits.map { sigmoid($0) }) { p, gradient in
      try byProbabilities.evaluate(try Tensor(p, 4, 3), targets: Tensor([0, 2, 9, 1]), gradient: gradient)
    }
  }

  @Test func twoClasses_AreASigmoid() throws {
    // softmax(x, 0) is σ(x).
    let softmax = try CrossEntropyLoss<Double>().evaluate(
      try Tensor([1.5, 0, -30, 0, 40, 0], 3, 2), targets: Tensor([0, 0, 1]), gradient: true)
    let sigmoids = try BinaryCrossEntropyLoss<Double>().evaluate(
      try Tensor([1.5, -30, 40], 3), targets: try Tensor([1, 1, 0], 3), gradient: true)
    for i in 0..<3 {
      #expect(relativeError(softmax.values[i], sigmoids.values[i]) <= 1e-15)
      #expect(relativeError(softmax.slopes[2 * i], sigmoids.slopes[i]) <= 1e-15)
    }
  }

  @Test func constantOnAllLogits_ChangesNothing() throws {
    let loss = CrossEntropyLoss<Double>(labelSmoothing: 0.1)
    let targets = Tensor([0, 2, 1, 1])
    let here = try loss.evaluate(try Tensor(Self.logits, 4, 3), targets: targets, gradient: true)
    // Quarters stay exact beside 1024.
    let there = try loss.evaluate(try Tensor(Self.logits.map { $0 + 1024 }, 4, 3), targets: targets, gradient: true)
    #expect(here.values == there.values)
    #expect(here.gradient == there.gradient)
  }

  @Test func weightedMean_DividesByTheTargetsWeights() throws {
    let weights = [0.5, 2, 1.25]
    let loss = try CrossEntropyLoss(classWeights: weights, ignored: -100).evaluate(
      try Tensor(Self.logits, 4, 3), targets: Tensor([0, 2, -100, 1]), gradient: true)
    // ½ + 1¼ + 2, the ignored one left out.
    #expect(loss.meanDivisor == 3.75)
    #expect(loss.values[2] == 0)
    let sum = loss.reduced(.sum(normalizer: 1)).value
    #expect(relativeError(loss.reduced(.mean).value, sum / 3.75) <= 1e-15)
    #expect(relativeError(loss.reduced(.mean).slopes[0], loss.slopes[0] / 3.75) <= 1e-15)
  }

  @Test func allIgnored_IsZero() throws {
    for input in ClassificationInput.allCases {
      let loss = try CrossEntropyLoss<Double>(ignored: 255, input: input).evaluate(
        try Tensor([0.25, 0.75, 0.5, 0.5], 2, 2), targets: Tensor([255, 255]), gradient: true)
      #expect(loss.reduced(.mean).value == 0)
      #expect(loss.reduced(.mean).slopes == [0, 0, 0, 0])
    }
  }

  @Test func weightsOfZero_MakeTheMeanZero() throws {
    let loss = try CrossEntropyLoss<Double>(classWeights: [0, 1]).evaluate(
      try Tensor([3, 1], 1, 2), targets: Tensor([0]), gradient: true)
    #expect(loss.reduced(.mean).value == 0)
    #expect(loss.reduced(.mean).slopes == [0, 0])
  }

  @Test func manyWeights_AreSummedInFloat64() throws {
    // 65536 · 0.1f in float32 would end at 6554.07…; the float32 nearest to the sum is 6553.6001.
    let count = 65536
    let loss = try CrossEntropyLoss<Float>(classWeights: [0.1]).evaluate(
      Tensor(shape: try #require(Shape([count, 1])), repeating: 0),
      targets: Tensor(shape: Shape(vector: count), repeating: 0), gradient: false)
    #expect(loss.meanDivisor == Float(Double(Float(0.1)) * 65536))
  }

  @Test func smoothing_SpreadsOverAllClasses() throws {
    // ε = 1: every class alike, whatever the target. −log p = log 2 for both.
    let loss = try CrossEntropyLoss<Double>(labelSmoothing: 1).evaluate(
      try Tensor([7, 7], 1, 2), targets: Tensor([0]), gradient: true)
    #expect(loss.values[0] == 0.6931471805599453)
    #expect(loss.slopes == [0, 0])
  }

  @Test func tinySmoothing_KeepsItsDigits() throws {
    // p₀ = 1 to the last bit, so ∂/∂x₀ = p₀ (a₁ + a₂) = 2ε/3: a difference from Σa = 1 would be 1e-12 with 4 digits.
    let loss = try CrossEntropyLoss<Double>(labelSmoothing: 1.5e-12).evaluate(
      try Tensor([800, 0, 0], 1, 3), targets: Tensor([0]), gradient: true)
    #expect(relativeError(loss.slopes[0], 1e-12) <= 1e-15)
  }

  @Test func extremeLogits_AreFinite() throws {
    try Self.checkExtremes(Double.self)
    try Self.checkExtremes(Float.self)
  }

  private static func checkExtremes<S: Scalar>(_: S.Type) throws {
    let logits = try Tensor<S>([1e4, -1e4, 0, 1e4, -1e4, 0], 2, 3)
    let loss = try CrossEntropyLoss<S>().evaluate(logits, targets: Tensor([0, 1]), gradient: true)
    #expect(loss.values.elements == [0, 20000])
    #expect(loss.slopes == [0, 0, 0, 1, -1, 0])
    let smooth = try CrossEntropyLoss<S>(labelSmoothing: 0.25).evaluate(
      logits, targets: Tensor([0, 1]), gradient: true)
    #expect(smooth.isFinite)
  }

  @Test func certainProbabilities_AreClamped() throws {
    try Self.checkCertain(Double.self)
    try Self.checkCertain(Float.self)
  }

  private static func checkCertain<S: Scalar>(_: S.Type) throws {
    let loss = try CrossEntropyLoss<S>(input: .probabilities).evaluate(
      try Tensor([0, 1, 0, 1], 2, 2), targets: Tensor([0, 1]), gradient: true)
    #expect(loss.values.elements == [-S.log(.leastNormalMagnitude), 0])
    #expect(loss.slopes == [-1 / S.leastNormalMagnitude, 0, 0, -1])
  }

  @Test func logitsAndProbabilities_Agree() throws {
    let logits = try Tensor<Double>(Self.logits, 4, 3)
    let p = (0..<4).flatMap { row -> [Double] in
      let powers = Self.logits[3 * row..<3 * row + 3].map { Double.exp($0) }
      return powers.map { $0 / powers.reduce(0, +) }
    }
    for smoothing in [0, 0.1] {
      let targets = Tensor([0, 2, 1, 1])
      let byLogits = try CrossEntropyLoss<Double>(labelSmoothing: smoothing)
        .evaluate(logits, targets: targets, gradient: false)
      let byProbabilities = try CrossEntropyLoss<Double>(labelSmoothing: smoothing, input: .probabilities)
        .evaluate(try Tensor(p, 4, 3), targets: targets, gradient: false)
      for i in 0..<4 { #expect(relativeError(byLogits.values[i], byProbabilities.values[i]) <= 1e-14) }
    }
  }

  @Test func probabilities_NeedNotSumToOne() throws {
    // −log ½, of the target's number alone, as PyTorch's nll_loss of a logarithm.
    let loss = try CrossEntropyLoss<Double>(input: .probabilities).evaluate(
      try Tensor([0.5, 0.75], 1, 2), targets: Tensor([0]), gradient: true)
    #expect(loss.values.elements == [0.6931471805599453])
    #expect(loss.slopes == [-2, 0])
  }

  @Test func empty_IsZero() throws {
    let loss = try CrossEntropyLoss<Double>().evaluate(try Tensor([], 0, 3), targets: Tensor([]), gradient: true)
    #expect(loss.reduced(.mean).value == 0)
    #expect(loss.reduced(.sum(normalizer: 1)).value == 0)
    #expect(loss.gradient?.shape == Shape([0, 3]))
  }
}
