import Testing

@testable import DetectionCore

@Suite struct GHMCLossTests {
  /// p = 0.1, 0.2, 0.9 with target 0, and 0.2 with target 1: g = 0.1, 0.2, 0.9, 0.8.
  private static let probabilities: [Double] = [0.1, 0.2, 0.9, 0.2]
  private static let targets: [Double] = [0, 0, 0, 1]

  private static func evaluate(_ loss: GHMCLoss<Double>, binCounts: [Double]? = nil) throws
    -> GHMCLoss<Double>.Evaluation
  {
    try loss.evaluate(
      try Tensor(probabilities, 4), targets: try Tensor(targets, 4),
      binCounts: binCounts.map { Tensor($0) }, gradient: true)
  }

  @Test func smallCase_ByHand() throws {
    // Four bins hold 2, 0, 0, 2 elements: GD = 2 · 4, β = 4/8.
    let evaluated = try Self.evaluate(GHMCLoss(bins: 4, input: .probabilities))
    #expect(evaluated.binCounts.elements == [2, 0, 0, 2])
    let entropy = try BinaryCrossEntropyLoss<Double>(input: .probabilities).evaluate(
      try Tensor(Self.probabilities, 4), targets: try Tensor(Self.targets, 4), gradient: true)
    #expect(evaluated.loss.values.elements == entropy.values.elements.map { $0 / 2 })
    #expect(evaluated.loss.slopes == entropy.slopes.map { $0 / 2 })
    // The bins that are not empty are two: β = 4/(2 · 2).
    let occupied = try Self.evaluate(GHMCLoss(bins: 4, countsEmptyBins: false, input: .probabilities))
    #expect(occupied.loss.values == entropy.values)
  }

  /// One bin has everybody: cross entropy.
  @Test func oneBin_IsCrossEntropy() throws {
    let (x, t) = (try Tensor<Double>([1, -2, 0.5], 3), try Tensor<Double>([1, 0, 0.25], 3))
    let evaluated = try GHMCLoss<Double>(bins: 1).evaluate(x, targets: t, gradient: true)
    let entropy = try BinaryCrossEntropyLoss<Double>().evaluate(x, targets: t, gradient: true)
    #expect(evaluated.loss.values == entropy.values)
    #expect(evaluated.loss.gradient == entropy.gradient)
  }

  @Test func momentum_AveragesTheBins() throws {
    let loss = GHMCLoss<Double>(bins: 4, momentum: 0.75, input: .probabilities)
    let evaluated = try Self.evaluate(loss, binCounts: [10, 4, 0, 6])
    // 0.75 S + 0.25 R
    #expect(evaluated.binCounts.elements == [8, 3, 0, 5])
    let plain = try Self.evaluate(GHMCLoss(bins: 4, input: .probabilities))
    #expect(relativeError(evaluated.loss.values[0], plain.loss.values[0] * 2 / 8) <= 1e-15)
    #expect(relativeError(evaluated.loss.values[3], plain.loss.values[3] * 2 / 5) <= 1e-15)
    // Without a memory there is nothing to average with.
    #expect(try Self.evaluate(loss).binCounts.elements == [2, 0, 0, 2])
  }

  /// The weights do not move with the point: bins are wide, so that the differences do not cross their edges.
  @Test func gradient_HoldsTheDensityConstant() throws {
    let targets = try Tensor<Double>([1, 0, 1, 0, 0.3], 5)
    try expectGradient(at: [2, -1, -3, 0.7, 0.1]) { x, gradient in
      try GHMCLoss<Double>(bins: 3).evaluate(try Tensor(x, 5), targets: targets, gradient: gradient).loss
    }
  }

  /// Certainly right is in the first bin, certainly wrong in the last.
  @Test func ends_HaveABin() throws {
    let evaluated = try GHMCLoss<Double>(bins: 10).evaluate(
      try Tensor([1e4, 1e4, -1e4], 3), targets: try Tensor([1, 0, 1], 3), gradient: true)
    #expect(evaluated.binCounts.elements == [1, 0, 0, 0, 0, 0, 0, 0, 0, 2])
    #expect(evaluated.loss.isFinite)
  }

  @Test func ignored_CountForNothing() throws {
    let loss = GHMCLoss<Double>(bins: 5, ignored: -1)
    let evaluated = try loss.evaluate(
      try Tensor([0.3, 9, 2], 3), targets: try Tensor([1, -1, 0], 3), gradient: true)
    let kept = try loss.evaluate(try Tensor([0.3, 2], 2), targets: try Tensor([1, 0], 2), gradient: true)
    #expect(evaluated.loss.reduced(.mean).value == kept.loss.reduced(.mean).value)
    #expect(evaluated.loss.slopes[1] == 0)
    #expect(evaluated.binCounts == kept.binCounts)
    let nothing = try loss.evaluate(try Tensor([3], 1), targets: try Tensor([-1], 1), gradient: true)
    #expect(nothing.loss.reduced(.mean).value == 0)
    #expect(nothing.binCounts.elements == [0, 0, 0, 0, 0])
  }

  @Test func inputs_AreChecked() throws {
    #expect(
      detectionError { try Self.evaluate(GHMCLoss(bins: 4, input: .probabilities), binCounts: [1, 2]) }
        == .shape(.binCounts, .countPerBin(4), found: Shape(vector: 2)))
    #expect(
      detectionError { try Self.evaluate(GHMCLoss(bins: 1, input: .probabilities), binCounts: [-2]) }
        == .number(.binCounts, .count, position: 0, value: -2))
    #expect(
      detectionError { try Self.evaluate(GHMCLoss(momentum: 1, input: .probabilities)) }
        == .conflict(.momentum, .momentumOrBins))
  }
}
