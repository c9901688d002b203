import TestSupport
import Testing

@testable import DetectionCore

@Suite struct ElementLossTests {
  enum Loss: Sendable, CaseIterable {
    case l1
    case l2
    case huber
    case smoothL1
    case crossEntropy
    case focal
    case focalOfGammaOne
    case focalWithoutAlpha
    case focalOfGammaHalf

    func plain<S: Scalar>(_ x: Tensor<S>, _ t: Tensor<S>) throws -> ReducedLoss<S> {
      switch self {
      case .l1: try L1Loss().evaluate(x, targets: t, gradient: true)
      case .l2: try L2Loss().evaluate(x, targets: t, gradient: true)
      case .huber: try HuberLoss().evaluate(x, targets: t, gradient: true)
      case .smoothL1: try SmoothL1Loss(beta: 0.5).evaluate(x, targets: t, gradient: true)
      case .crossEntropy: try BinaryCrossEntropyLoss(alpha: 0.25).evaluate(x, targets: t, gradient: true)
      case .focal: try FocalLoss().evaluate(x, targets: t, gradient: true)
      case .focalOfGammaOne: try FocalLoss(gamma: 1).evaluate(x, targets: t, gradient: true)
      case .focalWithoutAlpha: try FocalLoss(gamma: 0, alpha: nil).evaluate(x, targets: t, gradient: true)
      case .focalOfGammaHalf: try FocalLoss(gamma: 0.5).evaluate(x, targets: t, gradient: true)
      }
    }

    func fused<S: Scalar>(_ x: Tensor<S>, _ t: Tensor<S>, _ reduction: Reduction) throws -> ReducedLoss<S> {
      switch self {
      case .l1: try L1Loss().evaluate(x, targets: t, gradient: true, reduction: reduction)
      case .l2: try L2Loss().evaluate(x, targets: t, gradient: true, reduction: reduction)
      case .huber: try HuberLoss().evaluate(x, targets: t, gradient: true, reduction: reduction)
      case .smoothL1: try SmoothL1Loss(beta: 0.5).evaluate(x, targets: t, gradient: true, reduction: reduction)
      case .crossEntropy:
        try BinaryCrossEntropyLoss(alpha: 0.25).evaluate(x, targets: t, gradient: true, reduction: reduction)
      case .focal: try FocalLoss().evaluate(x, targets: t, gradient: true, reduction: reduction)
      case .focalOfGammaOne: try FocalLoss(gamma: 1).evaluate(x, targets: t, gradient: true, reduction: reduction)
      case .focalWithoutAlpha:
        try FocalLoss(gamma: 0, alpha: nil).evaluate(x, targets: t, gradient: true, reduction: reduction)
      case .focalOfGammaHalf:
        try FocalLoss(gamma: 0.5).evaluate(x, targets: t, gradient: true, reduction: reduction)
      }
    }
  }

  private static let reductions: [Reduction] = [.none, .mean, .sum(normalizer: 1), .sum(normalizer: 3)]

  private static func sample<S: Scalar>(_ count: Int, softEvery: Int = .max) throws -> (x: Tensor<S>, t: Tensor<S>) {
    var generator = SeededGenerator(UInt64(count))
    let targets = (0..<count).map { $0 % softEvery == softEvery - 1 ? 0.375 : Double(generator.integer(0..<2)) }
    return (try Tensor(generator.numbers(count, in: -12...12), count), try Tensor(targets, count))
  }

  /// Lengths around a group of lanes, a partial sum, a block, and the first that several threads work on.
  @Test(arguments: Loss.allCases, [0, 1, 15, 16, 17, 33, 129, 8193])
  func float64_IsThePlainLossToTheBit(_ loss: Loss, _ count: Int) throws {
    let (x, t): (Tensor<Double>, Tensor<Double>) = try Self.sample(count)
    let plain = try loss.plain(x, t)
    for reduction in Self.reductions {
      let (fused, wanted) = (try loss.fused(x, t, reduction), plain.reduced(reduction))
      #expect(fused.gradient == wanted.gradient)
      #expect(fused.loss.shape == wanted.loss.shape)
      if reduction == .none {
        #expect(fused.loss == wanted.loss)
      } else {
        #expect(relativeError(fused.value, wanted.value) <= 1e-15)
      }
    }
  }

  /// float32 may go by vectors; every element is as near to the exact one as before.
  @Test(arguments: Loss.allCases, [0, 1, 15, 16, 17, 33, 129, 8193])
  func float32_IsWithinUlpsOfFloat64(_ loss: Loss, _ count: Int) throws {
    let (x, t): (Tensor<Float>, Tensor<Float>) = try Self.sample(count)
    let exact = try loss.plain(try Tensor<Double>(x.numbers, count), try Tensor(t.numbers, count))
    for reduction in Self.reductions {
      let (fused, wanted) = (try loss.fused(x, t, reduction), exact.reduced(reduction))
      let values = Float32Comparison(fused.loss.numbers, wanted.loss.elements, rows: false)
      let slopes = Float32Comparison(fused.slopes.map { Double($0) }, wanted.slopes, rows: false)
      #expect(values.ulps <= 6)
      #expect(slopes.ulps <= 6)
      #expect(values.outOfRange + slopes.outOfRange == 0)
    }
  }

  @Test(arguments: [Loss.focal, .focalOfGammaOne, .focalWithoutAlpha, .crossEntropy])
  func extremeLogits_AreFinite(_ loss: Loss) throws {
    let magnitudes = [0, 1e-30, 1, 17, 40, 87, 88, 89, 100, 103, 104, 105, 1e4, 3e38]
    let logits = magnitudes + magnitudes.map { -$0 } + [0, 0, 0, 0]
    for target in [0, 1] as [Float] {
      let targets = Tensor(shape: Shape(vector: 32), repeating: target)
      let x = try Tensor<Float>(logits, 32)
      let (fused, plain) = (try loss.fused(x, targets, .none), try loss.plain(x, targets))
      #expect(fused.loss.elements.allSatisfy { $0.isFinite && $0 >= 0 })
      #expect(fused.slopes.allSatisfy { $0.isFinite })
      for i in 0..<32 {
        #expect(abs(fused.loss[i] - plain.values[i]) <= max(plain.values[i], .leastNormalMagnitude) * 0x1p-20)
        #expect(abs(fused.slopes[i] - plain.slopes[i]) <= max(abs(plain.slopes[i]), .leastNormalMagnitude) * 0x1p-20)
      }
    }
  }

  @Test(arguments: Loss.allCases)
  func softTargetsAmongHardOnes_AreNotMissed(_ loss: Loss) throws {
    let (x, t): (Tensor<Float>, Tensor<Float>) = try Self.sample(1000, softEvery: 997)
    let (fused, plain) = (try loss.fused(x, t, .none), try loss.plain(x, t))
    for i in 0..<1000 { #expect(abs(fused.loss[i] - plain.values[i]) <= abs(plain.values[i]) * 0x1p-20) }
  }

  /// From 65536 elements on blocks are spread over threads; their sums are added in order.
  @Test func threads_ChangeNoBit() throws {
    let (x, t): (Tensor<Float>, Tensor<Float>) = try Self.sample(70_001)
    let first = try Loss.focal.fused(x, t, .mean)
    for _ in 0..<4 {
      let again = try Loss.focal.fused(x, t, .mean)
      #expect(again.loss == first.loss)
      #expect(again.gradient == first.gradient)
    }
    let plain = try Loss.focal.plain(x, t).reduced(.mean)
    #expect(relativeError(first.value, plain.value) <= 0x1p-21)
  }

  @Test(arguments: Loss.allCases)
  func nothing_IsZero(_ loss: Loss) throws {
    let mean = try loss.fused(Tensor<Float>([]), Tensor([]), .mean)
    #expect(mean.value == 0)
    #expect(mean.slopes.isEmpty)
  }

  @Test func normalizerBeyondFloat32_StillDivides() throws {
    for normalizer in [1e-50, 1e-40, 1e45] {
      let reduction = Reduction.sum(normalizer: normalizer)
      let (x, t) = (Tensor([1e-10 as Float]), Tensor([0 as Float]))
      let fused = try Loss.l1.fused(x, t, reduction)
      let plain = try Loss.l1.plain(x, t).reduced(reduction)
      #expect(fused.loss == plain.loss)
      #expect(fused.gradient == plain.gradient)
    }
  }

  @Test func scalars_KeepTheirShape() throws {
    let x = Tensor(shape: .scalar, repeating: 2.0)
    let fused = try Loss.l2.fused(x, Tensor(shape: .scalar, repeating: 0), .none)
    #expect(fused.loss.shape == .scalar)
    #expect(fused.gradient?.shape == .scalar)
    #expect(fused.loss.elements == [4])
  }

  @Test func shapes_MustAgree() {
    #expect(
      detectionError { try Loss.l1.fused(Tensor([1.0, 2]), Tensor([1]), .mean) }
        == .shape(.targets, .like(.predictions, Shape(vector: 2)), found: Shape(vector: 1)))
    #expect(
      detectionError { try Loss.focal.fused(Tensor([1.0]), Tensor([2]), .mean) }
        == .number(.targets, .target, position: 0, value: 2))
  }
}
