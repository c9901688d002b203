import RealModule
import Testing

@testable import DetectionCore

@Suite struct DistributionFocalLossTests {
  @Test func smallCase_ByHand() throws {
    // Four equal logits: −log ¼ whatever the target. Slopes p − w: ¼ everywhere, less ¾ at 1 and ¼ at 2.
    let loss = try DistributionFocalLoss<Double>().evaluate(
      try Tensor([0, 0, 0, 0], 1, 4), targets: try Tensor([1.25], 1), gradient: true)
    #expect(relativeError(loss.values[0], 1.3862943611198906) <= 1e-15)
    #expect(loss.slopes == [0.25, -0.5, 0, 0.25])
  }

  @Test func gradient_IsTheDerivative() throws {
    var generator = SeededGenerator(5)
    let targets = try Tensor<Double>([0, 0.3, 1, 3.9, 4, 2.5], 6)
    try expectGradient(at: generator.numbers(30, in: -4...4)) { x, gradient in
      try DistributionFocalLoss().evaluate(try Tensor(x, 6, 5), targets: targets, gradient: gradient)
    }
  }

  /// A whole target is one class of a softmax; the greatest of all as well.
  @Test func wholeTargets_AreCrossEntropy() throws {
    var generator = SeededGenerator(6)
    let logits = try Tensor<Double>(generator.numbers(20, in: -4...4), 4, 5)
    let loss = try DistributionFocalLoss<Double>().evaluate(
      logits, targets: try Tensor([0, 2, 3, 4], 4), gradient: true)
    let entropy = try CrossEntropyLoss<Double>().evaluate(logits, targets: Tensor([0, 2, 3, 4]), gradient: true)
    #expect(loss.values == entropy.values)
    for (a, b) in zip(loss.slopes, entropy.slopes) { #expect(relativeError(a, b) <= 1e-15) }
  }

  /// The distribution that the loss asks for is the target's own two weights: there the slope is 0.
  @Test func targetsWeights_AreTheMinimum() throws {
    let (left, right) = (Double.log(0.75), Double.log(0.25))
    let loss = try DistributionFocalLoss<Double>().evaluate(
      try Tensor([-800, left, right], 1, 3), targets: try Tensor([1.25], 1), gradient: true)
    #expect(loss.slopes.allSatisfy { abs($0) <= 1e-15 })
  }

  @Test func sides_AreElements() throws {
    var generator = SeededGenerator(7)
    let numbers = generator.numbers(2 * 4 * 3, in: -2...2)
    let targets: [Double] = [0, 0.5, 1, 2, 1.5, 0.1, 0.2, 1.9]
    let sides = try DistributionFocalLoss<Double>().evaluate(
      try Tensor(numbers, 2, 4, 3), targets: try Tensor(targets, 2, 4), gradient: true)
    let flat = try DistributionFocalLoss<Double>().evaluate(
      try Tensor(numbers, 8, 3), targets: try Tensor(targets, 8), gradient: true)
    #expect(sides.values.elements == flat.values.elements)
    #expect(sides.slopes == flat.slopes)
    #expect(sides.meanDivisor == 8)
  }

  @Test func extremes_AreFinite() throws {
    let logits: [Double] = [1e4, -1e4, 0, -1e4, 1e4, 0]
    for y in [0, 0.5, 1, 1.5, 2] {
      let loss = try DistributionFocalLoss<Float>().evaluate(
        try Tensor(logits, 2, 3), targets: try Tensor([y, y], 2), gradient: true)
      #expect(loss.isFinite && loss.values.elements.allSatisfy { $0 >= 0 })
    }
    // A weight of 0 does not ask what its logarithm is.
    let certain = try DistributionFocalLoss<Double>().evaluate(
      try Tensor([1e4, -1e4], 1, 2), targets: try Tensor([0], 1), gradient: true)
    #expect(certain.values[0] == 0 && certain.slopes == [0, 0])
  }

  @Test func shapesAndRanges_AreChecked() throws {
    let three = try Tensor<Double>([0, 0, 0], 1, 3)
    let loss = DistributionFocalLoss<Double>()
    #expect(
      detectionError { try loss.evaluate(three, targets: try Tensor([2.01], 1), gradient: false) }
        == .number(.targets, .targetOfBins(last: 2), position: 0, value: 2.01))
    #expect(
      detectionError { try loss.evaluate(three, targets: try Tensor([1, 1], 2), gradient: false) }
        == .shape(
          .targets, .elementsOf(.logits, try #require(Shape([1, 3])), Shape(vector: 1)), found: Shape(vector: 2)))
    for classes in [0, 1] {
      let few = Tensor<Double>(shape: try #require(Shape([2, classes])), repeating: 0)
      #expect(
        detectionError { try loss.evaluate(few, targets: try Tensor([0, 0], 2), gradient: true) }
          == .shape(.logits, .bins, found: few.shape))
    }
  }
}
