import Testing

@testable import DetectionCore

@Suite struct YOLOv1LossTests {
  typealias Objects = [(box: [Double], label: Int, image: Int)]

  private static func evaluate<S: Scalar>(
    _ loss: YOLOv1Loss<S> = .init(), _ numbers: [Double], cells: (Int, Int) = (1, 1), images: Int = 1,
    classes: Int = 2, size: ImageSize<Double> = ImageSize(height: 100, width: 100), _ objects: Objects,
    deadline: Deadline = .never
  ) throws -> CompositeLoss<S> {
    try loss.evaluate(
      Tensor(numbers, images, cells.0, cells.1, 5 * loss.predictors + classes), image: size,
      truth: GroundTruth(objects, imageCount: images, classes: classes), gradients: true, deadline: deadline)
  }

  /// One cell, the object ¼ … ¾ of the image. The first predictor overlaps it by ¼, the second by ⅔.
  private static let object: Objects = [([25, 25, 75, 75], 0, 0)]
  private static let cell: [Double] = [0.5, 0.5, 0.25, 0.25, 0.5] + [0.6, 0.5, 0.5, 0.5, 0.7] + [0.8, 0.1]

  @Test func smallCase_ByHand() throws {
    let found = try Self.evaluate(YOLOv1Loss<Double>(), Self.cell, Self.object)
    #expect(found.terms.map(\.name) == ["box", "objectness", "no_object", "classification"])
    #expect(found.terms.map(\.weight) == [5, 1, 0.5, 1])
    // 0.1²; (0.7 − ⅔)²; 0.5²; 0.2² + 0.1².
    for (term, wanted) in zip(found.terms, [0.01, 1.0 / 900, 0.25, 0.05]) {
      #expect(abs(term.unweighted - wanted) <= 1e-15)
    }
    #expect(found.matches.anchors == [1] && found.matches.targets == [0])
    #expect(relativeError(found.matches.iou[0], 2.0 / 3) <= 1e-15)
    let slopes: [Double] = [0, 0, 0, 0, 0.5] + [1, 0, 0, 0, 2.0 / 30] + [-0.4, 0.2]
    for (found, wanted) in zip(found.allSlopes, slopes) { #expect(abs(found - wanted) <= 1e-15) }
  }

  @Test func box_IsTheBoxLossOfTheResponsiblePredictor() throws {
    var cell = Self.cell
    (cell[7], cell[8]) = (0.4, 0.7)
    let found = try Self.evaluate(YOLOv1Loss<Double>(), cell, Self.object)
    let single = try YOLOv1BoxLoss<Double>().evaluate(
      Boxes(Array(cell[5..<9]), .cxcywh), targets: Boxes([0.5, 0.5, 0.5, 0.5], .cxcywh), objectness: nil, gradient: true
    )
    #expect(relativeError(found.unweighted("box"), single.values[0]) <= 1e-14)
    for (found, wanted) in zip(found.allSlopes[5..<9], single.slopes) {
      #expect(abs(found - 5 * wanted) <= 1e-15)
    }
  }

  /// But for the confidence, whose target, the IoU, is held.
  @Test(arguments: YOLOv1Loss<Double>.SizeEncoding.allCases, [1, 3])
  func gradients_AreTheDerivative(_ encoding: YOLOv1Loss<Double>.SizeEncoding, _ predictors: Int) throws {
    var generator = SeededGenerator(61)
    let objects: Objects = [([3, 9, 40, 33], 1, 0), ([50, 60, 95, 110], 0, 0), ([130, 5, 190, 60], 1, 1)]
    for normalization in [LossNormalization.perImage, .batch(divisor: nil), .batch(divisor: 2)] {
      let loss = YOLOv1Loss<Double>(
        predictors: predictors, sizeEncoding: encoding, normalization: normalization,
        weights: YOLOWeights(box: 3, objectness: 0, noObject: 0.25, classification: 2))
      try expectGradients(at: generator.numbers(2 * 2 * 3 * (5 * predictors + 2), in: 0.1...0.9)) { point, _ in
        try Self.evaluate(
          loss, point, cells: (2, 3), images: 2, size: ImageSize(height: 120, width: 200), objects)
      }
    }
  }

  @Test func negativeSizes_ArePushedUp() throws {
    // r = −√0.09 = −0.3, r* = √½: (−0.3 − √½)², slope (−0.3 − √½)/0.3.
    var cell = Self.cell
    (cell[2], cell[7]) = (-0.09, -0.09)
    let found = try Self.evaluate(
      YOLOv1Loss<Double>(weights: YOLOWeights()), cell, [([35, 25, 85, 75], 0, 0)])
    // Neither overlaps; the second is nearer.
    #expect(found.matches.anchors == [1] && found.matches.iou == [0])
    let difference = -0.3 - 0.5.squareRoot()
    #expect(abs(found.unweighted("box") - difference * difference) <= 1e-14)
    #expect(relativeError(found.allSlopes[7], difference / 0.3) <= 1e-14)
    // At 0 the slope is that of the smallest normal number; a root may have any sign.
    (cell[2], cell[7]) = (0, 0)
    let zero = try Self.evaluate(YOLOv1Loss<Double>(), cell, [([35, 25, 85, 75], 0, 0)])
    #expect(zero.allSlopes[7].isFinite && zero.allSlopes[7] < -1e100)
    let root = try Self.evaluate(YOLOv1Loss<Double>(sizeEncoding: .root), cell, [([35, 25, 85, 75], 0, 0)])
    #expect(relativeError(root.allSlopes[7], -2 * 5 * 0.5.squareRoot()) <= 1e-15)
  }

  @Test func roots_AreSquaredForTheOverlap() throws {
    let half = 0.5.squareRoot()
    let cell: [Double] = [0.5, 0.5, 0.5, 0.5, 0] + [0.5, 0.5, -half, half, 0] + [0, 0]
    let found = try Self.evaluate(YOLOv1Loss<Double>(sizeEncoding: .root), cell, Self.object)
    #expect(found.matches.anchors == [1] && abs(found.matches.iou[0] - 1) <= 1e-15)
  }

  @Test func noneOverlaps_TheNearestIsResponsible() throws {
    let cell: [Double] = [4, 0.5, 0.1, 0.1, 0] + [3, 0.5, 0.1, 0.1, 0] + [0, 0]
    #expect(try Self.evaluate(YOLOv1Loss<Double>(), cell, Self.object).matches.anchors == [1])
    let same: [Double] = [3, 0.5, 0.1, 0.1, 0] + [3, 0.5, 0.1, 0.1, 0] + [0, 0]
    #expect(try Self.evaluate(YOLOv1Loss<Double>(), same, Self.object).matches.anchors == [0])
  }

  @Test func twoObjectsInACell_TheFirstIsLearned() throws {
    let objects: Objects = [([25, 25, 75, 75], 0, 0), ([20, 20, 80, 80], 1, 0)]
    let (both, alone) = (
      try Self.evaluate(YOLOv1Loss<Double>(), Self.cell, objects),
      try Self.evaluate(YOLOv1Loss<Double>(), Self.cell, Self.object)
    )
    #expect(both.loss == alone.loss && both.matches.unmatched(of: 2) == [1])
  }

  @Test func border_BelongsToTheLastCell_AndOutsideIsNamed() throws {
    let numbers = [Double](repeating: 0.5, count: 2 * 12)
    let found = try Self.evaluate(YOLOv1Loss<Double>(), numbers, cells: (1, 2), [([80, 80, 120, 120], 0, 0)])
    #expect(found.matches.anchors == [2])
    let error = detectionError {
      try Self.evaluate(
        YOLOv1Loss<Double>(), numbers, cells: (1, 2), [([10, 10, 20, 20], 0, 0), ([10, -40, 20, -10], 0, 0)])
    }
    #expect(
      error
        == .number(.targetBoxes, .centerInImage(.y, size: 100), position: 5, value: -25))
  }

  @Test func normalizations_DivideByTheirCounts() throws {
    // Two images, one object in the first.
    func loss(_ normalization: LossNormalization) throws -> CompositeLoss<Double> {
      try Self.evaluate(YOLOv1Loss(normalization: normalization), Self.cell + Self.cell, images: 2, Self.object)
    }
    let sum = try loss(.batch(divisor: 1))
    #expect(relativeError(try loss(.batch(divisor: 2)).loss, sum.loss / 2) <= 1e-15)
    #expect(relativeError(try loss(.batch(divisor: nil)).loss, sum.loss) <= 1e-15)
    #expect(relativeError(try loss(.perImage).loss, sum.loss / 2) <= 1e-15)
    #expect(sum.matches.positives == [1, 0])
    // 0.25 of the first; 0.25 + 0.49 of the second.
    #expect(abs(sum.unweighted("no_object") - 0.99) <= 1e-15)
  }

  @Test func withoutObjects_ConfidenceCosts() throws {
    let found = try Self.evaluate(YOLOv1Loss<Double>(), Self.cell, [])
    #expect(abs(found.loss - 0.5 * 0.74) <= 1e-15)
    let none = try Self.evaluate(YOLOv1Loss<Double>(), [], images: 0, [])
    #expect(none.loss == 0 && none.allSlopes.isEmpty)
    let cellless = try Self.evaluate(YOLOv1Loss<Double>(), [], cells: (0, 3), Self.object)
    #expect(cellless.loss == 0 && cellless.matches.unmatched(of: 1) == [0])
  }

  @Test func extremes_AreFinite() throws {
    func check<S: Scalar>(_ loss: YOLOv1Loss<S>) throws {
      for size in [1e4, -1e4, 0] {
        let found = try Self.evaluate(loss, [Double](repeating: size, count: 12), Self.object)
        #expect(found.loss.isFinite && found.allSlopes.allSatisfy { $0.isFinite })
      }
    }
    for encoding in YOLOv1Loss<Double>.SizeEncoding.allCases { try check(YOLOv1Loss<Double>(sizeEncoding: encoding)) }
    for encoding in YOLOv1Loss<Float>.SizeEncoding.allCases { try check(YOLOv1Loss<Float>(sizeEncoding: encoding)) }
  }

  @Test func deadlineAndShapes_AreKept() throws {
    #expect(
      detectionError { try Self.evaluate(YOLOv1Loss<Double>(), Self.cell, Self.object, deadline: Deadline(.now)) }
        == .deadlineExceeded)
    let truth = try GroundTruth<Double>([], imageCount: 1, classes: 2)
    let tensor = try Tensor<Double>(Self.cell, 1, 1, 2, 6)
    #expect(
      detectionError {
        try YOLOv1Loss<Double>().evaluate(
          tensor, image: ImageSize(height: 1, width: 1), truth: truth, gradients: false)
      } == .shape(.predictions, .cellsOfImages(1, boxesPerCell: 2), found: tensor.shape))
  }
}
