import Testing

@testable import DetectionCore

@Suite struct ConventionalOverlapLossTests {
  private static let boxes: [[Double]] = [
    [10, 10, 50, 60], [0, 0, 20, 20], [3, 4, 30, 12], [5, 5, 6, 40], [12, 14, 18, 20], [1, 2, 9, 8],
  ]
  private static let targets: [[Double]] = [
    [12, 14, 48, 66], [15, 5, 35, 65], [40, 50, 70, 80], [4.5, 7, 8, 30], [2, 3, 40, 41], [1.25, 2.5, 9, 7],
  ]

  private func loss(
    _ kind: OverlapKind, _ convention: OverlapConvention, boxes: [[Double]] = Self.boxes,
    targets: [[Double]] = Self.targets, format: BoxFormat = .xyxy, gradient: Bool = true
  ) throws -> ReducedLoss<Double> {
    try ConventionalOverlapLoss(OverlapLoss(kind), convention).evaluate(
      Boxes(rows: boxes).converted(to: format), targets: Boxes(rows: targets).converted(to: format),
      gradient: gradient, reduction: .none
    ).loss
  }

  /// Without any difference it is the exact loss, computed by other means.
  @Test(arguments: OverlapKind.allCases, BoxFormat.allCases)
  func exactConvention_IsTheExactLoss(kind: OverlapKind, format: BoxFormat) throws {
    let found = try loss(kind, OverlapConvention(), format: format)
    let exact = try OverlapLoss<Double>(kind).evaluate(
      Boxes(rows: Self.boxes).converted(to: format), targets: Boxes(rows: Self.targets).converted(to: format),
      gradient: true, reduction: .none
    ).loss
    for (a, b) in zip(found.loss.elements, exact.loss.elements) { #expect(abs(a - b) <= 1e-14) }
    let slopes = try #require(found.gradient?.elements)
    for (a, b) in zip(slopes, try #require(exact.gradient?.elements)) { #expect(abs(a - b) <= 1e-13) }
  }

  /// Of every convention the gradient is the derivative, where α is not held.
  @Test(arguments: OverlapKind.allCases) func gradient_IsTheDerivative(kind: OverlapKind) throws {
    var convention = OverlapConvention()
    (convention.unionEps, convention.enclosingEps, convention.heightEps) = (0.5, 0.25, 0.125)
    (convention.ratioEps, convention.alphaEps, convention.centerEps) = (0.5, 0.125, 0.0625)
    convention.alphaGradient = .full
    let slopes = try #require(try loss(kind, convention).gradient?.elements)
    let step = 1e-6
    // Of the last pair edges coincide.
    for row in Self.boxes.indices.dropLast() {
      for column in 0..<4 {
        var (up, down) = (Self.boxes, Self.boxes)
        up[row][column] += step
        down[row][column] -= step
        let high = try loss(kind, convention, boxes: up, gradient: false).loss[row]
        let low = try loss(kind, convention, boxes: down, gradient: false).loss[row]
        #expect(abs((high - low) / (2 * step) - slopes[4 * row + column]) <= 1e-8, "\(row) \(column)")
      }
    }
  }

  /// I = 25, U = 175.
  @Test func eps_StandsWhereTheConventionSays() throws {
    let (boxes, targets) = ([[0.0, 0, 10, 10]], [[5.0, 5, 15, 15]])
    var convention = OverlapConvention()
    convention.unionEps = 25
    #expect(try loss(.iou, convention, boxes: boxes, targets: targets).loss[0] == 1 - 25.0 / 200)
    convention.epsRule = .atLeast
    #expect(try loss(.iou, convention, boxes: boxes, targets: targets).loss[0] == 1 - 25.0 / 175)
    convention.unionEps = 250
    #expect(try loss(.iou, convention, boxes: boxes, targets: targets).loss[0] == 1 - 25.0 / 250)
    convention = OverlapConvention()
    // Both areas grow by 10, I does not.
    convention.heightEps = 1
    #expect(try loss(.iou, convention, boxes: boxes, targets: targets).loss[0] == 1 - 25.0 / 195)
    // With ends that are pixels I = 36, U = 2 · 121 − 36.
    convention = OverlapConvention()
    convention.pixelOffset = 1
    #expect(try loss(.iou, convention, boxes: boxes, targets: targets).loss[0] == 1 - 36.0 / 206)
  }

  @Test func zeroOverZero_IsWhatTheConventionSays() throws {
    let point = [[1.0, 1, 1, 1]]
    var convention = OverlapConvention()
    #expect(try loss(.iou, convention, boxes: point, targets: point).loss[0] == 0)
    convention.zeroOverZero = .zero
    #expect(try loss(.iou, convention, boxes: point, targets: point).loss[0] == 1)
    convention.zeroOverZero = .error
    #expect(throws: DetectionError.undefined(.boxes, row: 0)) {
      try loss(.iou, convention, boxes: point, targets: point)
    }
  }

  /// The derivative by the left edge, which coincides: the box alone bounds I and the target C, or half of each.
  @Test func tieSlopes_AreWhatTheConventionSays() throws {
    let (boxes, targets) = ([[0.0, 2, 10, 8]], [[0.0, 0, 20, 10]])
    // I = 60, U = 200: one-sided ∂I = −6, ∂U = 0; halved ∂I = −3, ∂U = −6 + 3.
    var convention = OverlapConvention()
    let oneSided = try #require(try loss(.iou, convention, boxes: boxes, targets: targets).gradient)
    #expect(abs(oneSided[0] - 6.0 / 200) <= 1e-15)
    convention.tieSlopes = .masked
    let halved = try #require(try loss(.iou, convention, boxes: boxes, targets: targets).gradient)
    #expect(abs(halved[0] + (-3.0 * 200 + 3 * 60) / 40000) <= 1e-15)
  }
}
