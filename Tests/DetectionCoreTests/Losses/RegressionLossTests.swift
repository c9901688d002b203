import DetectionCore
import Testing

/// What L1, L2, Huber and smooth L1 share; each has its own file as well.
@Suite struct RegressionLossTests {
  enum Kind: Sendable, CaseIterable {
    case l1
    case l2
    case huber
    case smoothL1

    func evaluate<S: Scalar>(_ predictions: Tensor<S>, _ targets: Tensor<S>, _ parameter: S, gradient: Bool = true)
      throws -> ReducedLoss<S>
    {
      switch self {
      case .l1: try L1Loss().evaluate(predictions, targets: targets, gradient: gradient)
      case .l2: try L2Loss().evaluate(predictions, targets: targets, gradient: gradient)
      case .huber: try HuberLoss(delta: parameter).evaluate(predictions, targets: targets, gradient: gradient)
      case .smoothL1: try SmoothL1Loss(beta: parameter).evaluate(predictions, targets: targets, gradient: gradient)
      }
    }
  }

  @Test(arguments: Kind.allCases, [0.25, 1, 2.5])
  func gradient_IsTheDerivative(_ kind: Kind, _ parameter: Double) throws {
    var generator = SeededGenerator(1)
    // Steps of 0.1 and an offset of 0.03: no difference is near 0 or ±parameter.
    let targets = (0..<12).map { _ in Double(generator.integer(-40..<40)) / 10 }
    let point = (0..<12).map { _ in Double(generator.integer(-40..<40)) / 10 + 0.03 }
    try expectGradient(at: point) { x, gradient in
      try kind.evaluate(try Tensor(x, 12), try Tensor(targets, 12), parameter, gradient: gradient)
    }
  }

  @Test(arguments: Kind.allCases)
  func predictionsAndTargets_AreSymmetric(_ kind: Kind) throws {
    var generator = SeededGenerator(2)
    let a = try Tensor<Double>(generator.numbers(9, in: -3...3), 3, 3)
    let b = try Tensor<Double>(generator.numbers(9, in: -3...3), 3, 3)
    let (there, back) = (try kind.evaluate(a, b, 1.5), try kind.evaluate(b, a, 1.5))
    #expect(there.values == back.values)
    #expect(there.slopes == back.slopes.map { -$0 })
  }

  @Test(arguments: Kind.allCases)
  func noDifference_CostsNothing(_ kind: Kind) throws {
    let a = try Tensor<Double>([0, -3, 1e300], 3)
    let loss = try kind.evaluate(a, a, 1)
    #expect(loss.values.elements == [0, 0, 0])
    #expect(loss.slopes == [0, 0, 0])
  }

  @Test(arguments: Kind.allCases)
  func shape_IsKept(_ kind: Kind) throws {
    let shape = try #require(Shape([2, 1, 3]))
    let zero = Tensor<Float>(shape: shape, repeating: 0)
    let loss = try kind.evaluate(zero, zero, 1)
    #expect(loss.values.shape == shape)
    #expect(loss.gradient?.shape == shape)
    #expect(try kind.evaluate(zero, zero, 1, gradient: false).gradient == nil)
  }

  @Test(arguments: Kind.allCases)
  func scalarsAndNothing_AreInputsToo(_ kind: Kind) throws {
    let scalar = try kind.evaluate(Tensor(shape: .scalar, repeating: 3.0), Tensor(shape: .scalar, repeating: 1), 1)
    #expect(scalar.values.shape == .scalar)
    let nothing = try kind.evaluate(Tensor<Double>([]), Tensor([]), 1).reduced(.mean)
    #expect(nothing.value == 0)
    #expect(nothing.gradient?.count == 0)
  }

  @Test(arguments: Kind.allCases)
  func shapes_MustAgree(_ kind: Kind) throws {
    let error = detectionError { try kind.evaluate(Tensor<Double>([1, 2]), Tensor([1]), 1) }
    #expect(
      error == .shape(.targets, .like(.predictions, Shape(vector: 2)), found: Shape(vector: 1)))
  }

  /// Numbers of which the differences, the losses or their sum are beyond the largest, but not the mean.
  @Test(arguments: Kind.allCases)
  func finiteMeans_AreAnswered(_ kind: Kind) throws {
    let isSquare = kind == .l2 || kind == .huber
    let huge: Double = isSquare ? 0x1p511 : 0x1p1023
    let hugeSingle: Float = isSquare ? 0x1p63 : 0x1p127
    for count in [1, 4, 40, 9000] {
      // d is twice as great as may be, once: of 8 and more such means are finite.
      let (x, t) = (
        [1.5] + [Double](repeating: 0.5, count: 8 * count - 1), [-1.5] + [Double](repeating: 0, count: 8 * count - 1)
      )
      let unit = try kind.reduced(try Tensor<Double>(x, 8 * count), try Tensor(t, 8 * count), parameter: 1)
      let scale = isSquare ? huge * huge : huge
      let found = try kind.reduced(
        try Tensor<Double>(x.map { $0 * huge }, 8 * count), try Tensor(t.map { $0 * huge }, 8 * count), parameter: huge)
      #expect(relativeError(found.value / scale, unit.value) <= 1e-15)
      #expect(found.slopes.map { isSquare ? $0 / huge : $0 } == unit.slopes)
      let single = try kind.reduced(
        try Tensor<Float>(x.map { $0 * Double(hugeSingle) }, 8 * count),
        try Tensor(t.map { $0 * Double(hugeSingle) }, 8 * count), parameter: hugeSingle)
      let singleScale = isSquare ? Double(hugeSingle) * Double(hugeSingle) : Double(hugeSingle)
      #expect(relativeError(single.value / singleScale, unit.value) <= 1e-6)
      #expect(single.slopes.allSatisfy { $0.isFinite })
    }
  }

  @Test func finiteMean_ByHand() throws {
    let loss = try L1Loss<Double>().evaluate(
      Tensor([1.5e308, 1e308]), targets: Tensor([0, 0]), gradient: true, reduction: .mean)
    #expect(loss.value == 1.25e308)
    #expect(loss.slopes == [0.5, 0.5])
    let none = try L1Loss<Double>().evaluate(
      Tensor([1.5e308, 1e308]), targets: Tensor([-1.5e308, 0]), gradient: false, reduction: .sum(normalizer: 1))
    #expect(none.value == .infinity)
  }
}

extension RegressionLossTests.Kind {
  fileprivate func reduced<S: Scalar>(_ x: Tensor<S>, _ t: Tensor<S>, parameter: S) throws -> ReducedLoss<S> {
    switch self {
    case .l1: try L1Loss().evaluate(x, targets: t, gradient: true, reduction: .mean)
    case .l2: try L2Loss().evaluate(x, targets: t, gradient: true, reduction: .mean)
    case .huber: try HuberLoss(delta: parameter).evaluate(x, targets: t, gradient: true, reduction: .mean)
    case .smoothL1: try SmoothL1Loss(beta: parameter).evaluate(x, targets: t, gradient: true, reduction: .mean)
    }
  }
}
