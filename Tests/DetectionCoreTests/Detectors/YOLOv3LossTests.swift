import RealModule
import Testing

@testable import DetectionCore

@Suite struct YOLOv3LossTests {
  typealias Objects = [(box: [Double], label: Int, image: Int)]

  /// Levels of 4 × 4 and 2 × 2 cells over 64 × 64 pixels, two anchors each: 40 rows.
  private static let anchors = [[(14.0, 9.0), (8.0, 30.0)], [(40.0, 22.0), (25.0, 50.0)]]
  private static let objects: Objects = [([5, 9, 20, 19], 1, 0), ([21, 3, 60, 30], 0, 0), ([11, 8, 37, 55], 1, 1)]

  private static func grid(
    _ sizes: [(Int, Int)] = [(4, 4), (2, 2)], _ anchors: [[(Double, Double)]] = anchors, image: Double = 64,
    order: Grid.RowOrder = .cellMajor
  ) throws -> Grid {
    let levels = try sizes.map {
      try #require(GridLevel(height: $0, width: $1, strideY: image / Double($0), strideX: image / Double($1)))
    }
    return try #require(
      Grid(levels, anchors: anchors.map { $0.map { .init(width: $0.0, height: $0.1) } }, order: order))
  }

  private static func evaluate<S: Scalar>(
    _ loss: YOLOv3Loss<S> = .init(), _ numbers: [Double], _ grid: Grid, classes: Int = 2, images: Int = 1,
    _ objects: Objects, gradients: Bool = true, deadline: Deadline = .never
  ) throws -> CompositeLoss<S> {
    try loss.evaluate(
      Tensor(numbers, images, grid.rows, 5 + classes), grid: grid,
      truth: GroundTruth(objects, imageCount: images, classes: classes), gradients: gradients, deadline: deadline)
  }

  /// Two cells of 32 pixels side by side, one anchor of 16 × 16, one class.
  private static func pair(_ numbers: [Double], _ objects: Objects, _ loss: YOLOv3Loss<Double> = .init()) throws
    -> CompositeLoss<Double>
  {
    let level = try #require(GridLevel(height: 1, width: 2, strideY: 32, strideX: 32))
    let grid = try #require(Grid([level], anchors: [[.init(width: 16, height: 16)]]))
    return try evaluate(loss, numbers, grid, classes: 1, objects)
  }

  @Test func smallCase_ByHand() throws {
    // The object is the anchor in the middle of cell 0: t* = 0. The box costs 0.5², each of three logits 0 log 2.
    let found = try Self.pair([0.5, 0, 0, 0, 0, 0] + [0, 0, 0, 0, 0, 0], [([8, 8, 24, 24], 0, 0)])
    #expect(found.terms.map(\.name) == ["box", "objectness", "no_object", "classification"])
    for (term, wanted) in zip(found.terms, [0.25, 0.6931471805599453, 0.6931471805599453, 0.6931471805599453]) {
      #expect(relativeError(term.unweighted, wanted) <= 1e-15)
    }
    #expect(found.allSlopes == [1, 0, 0, 0, -0.5, -0.5] + [0, 0, 0, 0, 0.5, 0])
    #expect(found.matches.anchors == [0] && found.matches.targets == [0] && found.matches.iou == [1])
  }

  @Test func rawError_IsTheBoxLossOfTheMatchedRows() throws {
    var generator = SeededGenerator(41)
    let (grid, numbers) = (try Self.grid(), generator.numbers(40 * 7, in: -2...2))
    let objects = Array(Self.objects.prefix(2))
    let found = try Self.evaluate(YOLOv3Loss(centerMargin: 0), numbers, grid, objects)
    let rows = found.matches.anchors.map { Array(numbers[7 * $0..<7 * $0 + 4]) }
    // Object 0 is most like 14 × 9, in the cell (0, 0) of the first level; object 1 like 40 × 22, in (1, 0) of the second.
    #expect(found.matches.anchors == [0, 34] && found.matches.targets == [0, 1])
    let single = try YOLOv3BoxLoss<Double>().evaluate(
      raw: Tensor(rows.flatMap { $0 }, 2, 4),
      targets: Tensor([12.5 / 16, 14.0 / 16, 15, 10, 40.5 / 32, 16.5 / 32, 39, 27], 2, 4),
      anchors: Tensor([14, 9, 40, 22], 2, 2), cells: Tensor([0, 0, 1, 0], 2, 2), objectness: nil, gradient: false)
    let mean = single.values.elements.reduce(0, +) / 2
    #expect(relativeError(found.unweighted("box"), mean) <= 1e-14)
  }

  @Test(arguments: YOLOv3Loss<Double>.Overlapping.allCases)
  func gradients_AreTheDerivative(_ ignored: YOLOv3Loss<Double>.Overlapping) throws {
    var generator = SeededGenerator(42)
    let grid = try Self.grid()
    for normalization in [LossNormalization.perImage, .batch(divisor: nil), .batch(divisor: 2.5)] {
      let loss = YOLOv3Loss<Double>(
        ignoreThreshold: 0.3, ignoredBy: ignored, normalization: normalization,
        weights: YOLOWeights(box: 2, objectness: 0.5, noObject: 1.5, classification: 3))
      try expectGradients(at: generator.numbers(2 * 40 * 7, in: -1.5...1.5)) {
        try Self.evaluate(loss, $0, grid, images: 2, Self.objects, gradients: $1)
      }
    }
  }

  /// Through the decoding: ∂x/∂t_x = σ(1 − σ) stride, ∂w/∂t_w = w.
  @Test func ciou_IsTheLossOfTheDecodedBox() throws {
    var generator = SeededGenerator(45)
    let numbers = generator.numbers(40 * 7, in: -1...1)
    let found = try Self.evaluate(
      YOLOv3Loss<Double>(boxError: .ciou), numbers, try Self.grid(), Array(Self.objects.prefix(2)))
    #expect(found.matches.anchors == [0, 34])
    var (boxes, inner): ([Double], [Double]) = ([], [])
    for (row, stride, column, size) in [(0, 16.0, 0.0, (14.0, 9.0)), (34, 32, 1, (40, 22))] {
      let raw = numbers[7 * row..<7 * row + 4].map { $0 }
      let (x, y) = (Logistic(logit: raw[0]), Logistic(logit: raw[1]))
      let (width, height) = (Double.exp(raw[2]) * size.0, Double.exp(raw[3]) * size.1)
      boxes += [(x.probability + column) * stride, y.probability * stride, width, height]
      inner += [x.probability * x.complement * stride, y.probability * y.complement * stride, width, height]
    }
    let single = try OverlapCase.ciou.evaluate(
      Boxes<Double>(boxes, .cxcywh), Boxes([12.5, 14, 15, 10, 40.5, 16.5, 39, 27], .cxcywh))
    #expect(relativeError(found.unweighted("box"), single.loss.values.elements.reduce(0, +) / 2) <= 1e-14)
    for (position, wanted) in zip(single.loss.slopes, inner).map({ $0 * $1 / 2 }).enumerated() {
      let slope = found.allSlopes[7 * found.matches.anchors[position / 4] + position % 4]
      #expect(abs(slope - wanted) <= 1e-13 * abs(wanted))
    }
  }

  @Test func rowOrder_IsAPermutation() throws {
    var generator = SeededGenerator(43)
    let numbers = generator.numbers(40 * 7, in: -2...2)
    let objects = Array(Self.objects.prefix(2))
    // Row (level, cell, anchor) of one order, by its index in the other.
    let order = [(0, 16), (32, 4)].flatMap { start, cells in
      (0..<2).flatMap { anchor in (0..<cells).map { start + $0 * 2 + anchor } }
    }
    let plain = try Self.evaluate(YOLOv3Loss<Double>(), numbers, try Self.grid(), objects)
    let turned = try Self.evaluate(
      YOLOv3Loss<Double>(), order.flatMap { numbers[7 * $0..<7 * $0 + 7] }, try Self.grid(order: .anchorMajor), objects)
    #expect(relativeError(turned.loss, plain.loss) <= 1e-14)
    #expect(turned.allSlopes == order.flatMap { plain.allSlopes[7 * $0..<7 * $0 + 7] })
    #expect(Set(turned.matches.anchors.map { order[$0] }) == Set(plain.matches.anchors))
  }

  @Test func nearAnObject_CountsForNothing() throws {
    // Cell 1 predicts the object of cell 0 as far as it can: σ(−1e3) = 0, so its centre is at x = 32, 8 pixels wide.
    let objects: Objects = [([18, 8, 34, 24], 0, 0)]
    let growth = 0.6931471805599453
    let numbers = [0, 0, 0, 0, 1, 1] + [-1e3, 0, growth, 0, 5, 0]
    // Predicted: x from 16 to 48, 16 … 24 alike; IoU = 16 · 16/(32 · 16) = ½.
    let at = try Self.pair(numbers, objects, YOLOv3Loss(ignoreThreshold: 0.5))
    #expect(at.matches.ignored == [0] && relativeError(at.unweighted("no_object"), 5.006715348489118) <= 1e-15)
    let below = try Self.pair(numbers, objects, YOLOv3Loss(ignoreThreshold: 0.499))
    #expect(below.matches.ignored == [1] && below.unweighted("no_object") == 0 && below.allSlopes[10] == 0)
    // Its anchor, from 40 to 56, does not overlap the object.
    let byAnchor = try Self.pair(numbers, objects, YOLOv3Loss(ignoreThreshold: 0, ignoredBy: .anchor))
    #expect(byAnchor.matches.ignored == [0])
  }

  @Test func equalAnchors_TheFirstWins() throws {
    let grid = try Self.grid([(2, 2), (1, 1)], [[(20, 10), (10, 20)], [(20, 10)]])
    let found = try Self.evaluate(
      YOLOv3Loss<Double>(), Array(repeating: 0, count: 9 * 7), grid, [([2, 2, 18, 18], 0, 0)])
    #expect(found.matches.anchors == [0])
  }

  @Test func twoObjectsOfOneAnchor_TheFirstKeepsIt() throws {
    let objects: Objects = [([5, 9, 20, 19], 1, 0), ([6, 9, 20, 18], 0, 0)]
    let numbers = [Double](repeating: 0, count: 40 * 7)
    let found = try Self.evaluate(YOLOv3Loss<Double>(), numbers, try Self.grid(), objects)
    #expect(found.matches.targets == [0] && found.matches.unmatched(of: 2) == [1])
    let alone = try Self.evaluate(YOLOv3Loss<Double>(), numbers, try Self.grid(), Array(objects.prefix(1)))
    #expect(found.unweighted("box") == alone.unweighted("box"))
  }

  @Test func centreOnACellsEdge_IsHeldAtTheMargin() throws {
    // Centres at x = 32 and y = 16: cell 1 begins there. σ⁻¹(0.01) = −log 99.
    let found = try Self.pair([Double](repeating: 0, count: 12), [([24, 8, 40, 24], 0, 0)])
    #expect(found.matches.anchors == [1])
    #expect(relativeError(found.unweighted("box"), 4.59511985013459 * 4.59511985013459) <= 1e-14)
    // The far border belongs to the last cell.
    let border = try Self.pair([Double](repeating: 0, count: 12), [([56, 24, 72, 40], 0, 0)])
    #expect(border.matches.anchors == [1])
    let exact = try Self.pair(
      [Double](repeating: 0, count: 12), [([24, 8, 40, 24], 0, 0)], YOLOv3Loss(centerMargin: 0))
    #expect(exact.loss.isFinite && exact.unweighted("box") > 1e5)
  }

  @Test func centreOutside_IsNamed() throws {
    let numbers = [Double](repeating: 0, count: 12)
    let objects: Objects = [([8, 8, 24, 24], 0, 0), ([60, 8, 70, 24], 0, 0)]
    #expect(
      detectionError { try Self.pair(numbers, objects) }
        == .number(.targetBoxes, .centerInImage(.x, size: 64), position: 4, value: 65))
  }

  @Test func withoutObjects_BackgroundCosts() throws {
    let found = try Self.pair([Double](repeating: 0, count: 12), [])
    #expect(relativeError(found.loss, 2 * 0.6931471805599453) <= 1e-15)
    #expect(found.terms.map { $0.unweighted > 0 } == [false, false, true, false])
    let none = try Self.evaluate(YOLOv3Loss<Double>(), [], try Self.grid(), images: 0, [])
    #expect(none.loss == 0 && none.allSlopes.isEmpty && none.matches.positives.isEmpty)
  }

  @Test(arguments: YOLOv3Loss<Double>.BoxError.allCases) func extremes_AreFinite(_ error: YOLOv3Loss<Double>.BoxError)
    throws
  {
    func check<S: Scalar>(_ loss: YOLOv3Loss<S>) throws {
      for size in [1e4, -1e4] {
        let found = try Self.evaluate(
          loss, [Double](repeating: size, count: 80 * 7), try Self.grid(), images: 2, Self.objects)
        #expect(found.loss.isFinite && found.allSlopes.allSatisfy { $0.isFinite })
      }
    }
    try check(YOLOv3Loss<Double>(boxError: error))
    try check(YOLOv3Loss<Float>(boxError: error == .raw ? .raw : .ciou))
  }

  /// Enough rows for threads: the answer is the same each time, and that of a plain loop.
  @Test func manyRows_AddUpInOrder() throws {
    let grid = try Self.grid(
      [(52, 52), (26, 26)], [[(10, 13), (16, 30), (33, 23)], [(62, 45), (59, 119), (116, 90)]], image: 416)
    var generator = SeededGenerator(44)
    let numbers = generator.numbers(grid.rows * 6, in: -3...3)
    let objects: Objects = (0..<12).map { _ in (generator.box(within: 330, sizes: 10...80), 0, 0) }
    let loss = YOLOv3Loss<Double>(ignoreThreshold: 0.3)
    let found = try (0..<3).map { _ in try Self.evaluate(loss, numbers, grid, classes: 1, objects) }
    #expect(found.allSatisfy { $0.loss == found[0].loss && $0.allSlopes == found[0].allSlopes })
    // Of the rows without an object those have no slope that are ignored.
    let matched = Set(found[0].matches.anchors)
    let slopes = found[0].allSlopes
    let counted = (0..<grid.rows).filter { !matched.contains($0) && slopes[6 * $0 + 4] != 0 }
    #expect(counted.count == grid.rows - matched.count - found[0].matches.ignored[0] && found[0].matches.ignored[0] > 0)
    let sum = counted.reduce(0) { $0 + Logistic(logit: numbers[6 * $1 + 4]).negativeLogComplement }
    #expect(relativeError(found[0].unweighted("no_object"), sum / Double(matched.count)) <= 1e-13)
  }

  @Test func deadlineAndShapes_AreKept() throws {
    let numbers = [Double](repeating: 0, count: 40 * 7)
    #expect(
      detectionError { try Self.evaluate(YOLOv3Loss<Double>(), numbers, try Self.grid(), [], deadline: Deadline(.now)) }
        == .deadlineExceeded)
    let truth = try GroundTruth<Double>([], imageCount: 1, classes: 2)
    let tensor = try Tensor<Double>(numbers, 1, 20, 14)
    #expect(
      detectionError { try YOLOv3Loss<Double>().evaluate(tensor, grid: Self.grid(), truth: truth, gradients: false) }
        == .shape(.predictions, .anchorsOfCells(images: 1, rows: 40), found: tensor.shape))
    #expect(Grid([], anchors: [[]]) == nil)
    let vast = try #require(GridLevel(height: 1 << 31, width: 1 << 31, strideY: 1, strideX: 1))
    #expect(Grid([vast], anchors: [Array(repeating: .init(width: 1, height: 1), count: 3)]) == nil)
  }
}
