import RealModule
import Testing

@testable import DetectionCore

@Suite struct CenterNetLossTests {
  private static func evaluate(
    _ loss: CenterNetLoss<Double>, _ numbers: [Double], classes: Int, height: Int, width: Int,
    _ objects: [(box: [Double], label: Int, image: Int)], ignoring region: [Double]? = nil, gradients: Bool = true
  ) throws -> CompositeLoss<Double> {
    let ignored = try region.map { try IgnoredRegions<Double>(boxes: Boxes($0), imageCount: 1) }
    let cells = height * width
    let (heat, size) = (numbers[..<(classes * cells)], numbers[(classes * cells)..<((classes + 2) * cells)])
    return try loss.evaluate(
      heatmaps: Tensor(Array(heat), 1, classes, height, width), sizes: Tensor(Array(size), 1, 2, height, width),
      offsets: Tensor(Array(numbers[((classes + 2) * cells)...]), 1, 2, height, width),
      truth: GroundTruth(objects, imageCount: 1, classes: classes, ignored: ignored), gradients: gradients)
  }

  @Test func smallCase_ByHand() throws {
    // Two cells of 4 pixels; the object, of half a cell, has its centre in the first and warms no other. All logits are 0:
    // (½)² log 2 of the centre, (½)² log 2 of the other cell; sizes are right, the offset is ½ and ¼ off.
    let found = try Self.evaluate(
      .init(), [0, 0, 0.5, 9, 0.5, 9, 1, 9, 0.75, 9], classes: 1, height: 1, width: 2,
      [(box: [1, 1, 3, 3], label: 0, image: 0)])
    #expect(relativeError(found.unweighted("heatmap"), 0.5 * 0.6931471805599453) <= 1e-15)
    #expect(found.unweighted("size") == 0 && found.unweighted("offset") == 0.75)
    #expect(found.matches.anchors == [0])
  }

  @Test func gradients_AreTheDerivative() throws {
    var generator = SeededGenerator(8)
    let loss = CenterNetLoss<Double>(alpha: 1.5, beta: 3, radius: .exact, weights: (0.5, 2, 3))
    let objects = [(box: [2.0, 3, 21, 18], label: 1, image: 0), (box: [8.0, 9, 16, 15], label: 0, image: 0)]
    try expectGradients(at: generator.numbers(20 * 6, in: -2...2)) {
      try Self.evaluate(loss, $0, classes: 2, height: 5, width: 4, objects, gradients: $1)
    }
  }

  /// The small case of two classes under a region of both cells: what is left is the centre of the object's class.
  @Test func cellsInARegion_CostNothing_ButCentres() throws {
    let numbers = [0, 0, 0, 0, 0.5, 9, 0.5, 9, 1, 9, 0.75, 9]
    let objects = [(box: [1.0, 1, 3, 3], label: 0, image: 0)]
    func evaluate(_ region: [Double]) throws -> CompositeLoss<Double> {
      try Self.evaluate(.init(), numbers, classes: 2, height: 1, width: 2, objects, ignoring: region)
    }
    let found = try evaluate([0, 0, 8, 4])
    #expect(relativeError(found.unweighted("heatmap"), 0.25 * 0.6931471805599453) <= 1e-15)
    #expect(found.unweighted("offset") == 0.75 && found.matches.ignored == [1])
    let slopes = found.slopes("heatmap_logits")
    #expect(slopes[0] < 0 && slopes[1...] == [0, 0, 0])
    // Of the second cell exactly half is covered, of the first nothing.
    let half = try evaluate([6, 0, 9, 4])
    #expect(half.matches.ignored == [0] && relativeError(half.unweighted("heatmap"), 0.6931471805599453) <= 1e-15)
  }

  @Test func classWeights_MultiplyTheirMaps() throws {
    var generator = SeededGenerator(9)
    let objects = [(box: [2.0, 3, 21, 18], label: 1, image: 0), (box: [8.0, 9, 16, 15], label: 0, image: 0)]
    var loss = CenterNetLoss<Double>(alpha: 1.5, beta: 3)
    let point = generator.numbers(20 * 6, in: -2...2)
    func heatmap(_ weights: [Double]?) throws -> Double {
      loss.classWeights = weights
      return try Self.evaluate(loss, point, classes: 2, height: 5, width: 4, objects).unweighted("heatmap")
    }
    let (both, first, second) = (try heatmap(nil), try heatmap([1, 0]), try heatmap([0, 1]))
    #expect(first > 0 && second > 0 && relativeError(first + second, both) <= 1e-15)
    let weighted = try heatmap([2, 0.5])
    #expect(relativeError(weighted, 2 * first + 0.5 * second) <= 1e-15)
    try expectGradients(at: point) {
      try Self.evaluate(
        loss, $0, classes: 2, height: 5, width: 4, objects, ignoring: [0, 0, 11, 20], gradients: $1)
    }
    let error = detectionError { try heatmap([1]) }
    #expect(error == .shape(.classWeights, .weightPerClass(2), found: Shape(vector: 1)))
  }

  /// A box moved by the radius still has the overlap; the code's roots are larger.
  @Test func radius_KeepsTheOverlap() {
    for (width, height) in [(10.0, 10.0), (40, 7), (3, 90)] {
      let r = GaussianRadius.exact.radius(width: width, height: height, overlap: 0.7)
      let shifted = (width - r) * (height - r)
      #expect(shifted / (2 * width * height - shifted) >= 0.7 - 1e-12)
      #expect((width - 2 * r) * (height - 2 * r) / (width * height) >= 0.7 - 1e-12)
      #expect(width * height / ((width + 2 * r) * (height + 2 * r)) >= 0.7 - 1e-12)
      #expect(GaussianRadius.centernet.radius(width: width, height: height, overlap: 0.7) >= r)
    }
  }

  /// Sides whose squares overflow, around a centre in the image.
  @Test func hugeObjects_TrapNothing() throws {
    let loss = try Self.evaluate(
      .init(), Array(repeating: 0, count: 20), classes: 1, height: 2, width: 2,
      [(box: [-1e200, -1e200, 1e200, 1e200], label: 0, image: 0)])
    #expect(loss.unweighted("heatmap").isFinite)
  }

  @Test func centreOutside_IsNamed() throws {
    let error = detectionError {
      try Self.evaluate(
        .init(), Array(repeating: 0, count: 20), classes: 1, height: 2, width: 2,
        [(box: [8, 8, 20, 20], label: 0, image: 0)])
    }
    #expect(error == .number(.targetBoxes, .centerInImage(.x, size: 8), position: 0, value: 14))
  }
}
