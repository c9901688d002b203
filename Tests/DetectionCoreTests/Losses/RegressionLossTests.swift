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
      throws -> UnreducedLoss<S>
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
      error == .shapeMismatch(input: "targets", expected: "(2,) like predictions", found: Shape(vector: 1)))
  }
}
