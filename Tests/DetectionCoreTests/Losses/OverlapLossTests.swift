import DetectionCore
import RealModule
import Testing

/// What the losses of the IoU family share.
@Suite struct OverlapLossTests {
  /// Dyadic boxes that cross, nest, touch and are apart: every conversion between formats is exact.
  private static let dyadic: (boxes: [[Double]], targets: [[Double]]) = {
    var generator = SeededGenerator(11)
    func box() -> [Double] {
      let (x, y) = (generator.integer(-40..<40), generator.integer(-40..<40))
      let (w, h) = (generator.integer(1..<60), generator.integer(1..<60))
      return [x, y, x + w, y + h].map { Double($0) / 4 }
    }
    return ((0..<60).map { _ in box() }, (0..<60).map { _ in box() })
  }()

  /// CIoU's gradient holds α constant: `CIoULossTests`.
  @Test(arguments: [OverlapCase.iou, .logIoU, .giou, .diou, .eiou, .siou], BoxFormat.allCases)
  func gradient_IsTheDerivative(_ loss: OverlapCase, _ format: BoxFormat) throws {
    var generator = SeededGenerator(12)
    let pairs = generator.separatedPairs(40)
    let targets = try Boxes<Double>(pairs.targets).converted(to: format)
    let boxes = try Boxes<Double>(pairs.boxes).converted(to: format)
    try expectGradient(at: boxes.numbers) { x, gradient in
      try loss.evaluate(try Boxes(x, format), targets, gradient: gradient).loss
    }
  }

  @Test(arguments: OverlapCase.allCases, BoxFormat.allCases)
  func identicalBoxes_CostExactlyNothing(_ loss: OverlapCase, _ format: BoxFormat) throws {
    var generator = SeededGenerator(13)
    for offset in [0, 1e3, 1e7, -1e12] {
      let rows = (0..<20).map { _ in generator.box(within: 50, sizes: 0.1...40).map { $0 + offset } }
      let boxes = try Boxes<Double>(rows: rows).converted(to: format)
      let evaluated = try loss.evaluate(boxes, boxes)
      #expect(evaluated.loss.values.elements.allSatisfy { $0 == 0 })
      #expect(evaluated.iou.elements.allSatisfy { $0 == 1 })
      #expect(evaluated.loss.isFinite)
    }
    // A point, and lines.
    for row in [[3, 4, 3, 4], [0, 0, 7, 0], [1e7, 0, 1e7, 5.5]] {
      let boxes = try Boxes<Double>(row).converted(to: format)
      let evaluated = try loss.evaluate(boxes, boxes)
      #expect(evaluated.loss.values.elements == [0])
      #expect(evaluated.iou.elements == [1])
      #expect(evaluated.loss.isFinite)
    }
  }

  @Test(arguments: OverlapCase.allCases)
  func identicalBoxes_CostExactlyNothingInFloat32(_ loss: OverlapCase) throws {
    var generator = SeededGenerator(14)
    for format in BoxFormat.allCases {
      let rows = (0..<20).map { _ in generator.box(within: 50, sizes: 0.1...40).map { $0 + 1e5 } }
      let boxes = try Boxes<Float>(rows: rows).converted(to: format)
      #expect(try loss.evaluate(boxes, boxes).loss.values.elements.allSatisfy { $0 == 0 })
    }
  }

  @Test func penalties_OnlyAdd() throws {
    let (boxes, targets) = Self.dyadic
    let iou = try OverlapCase.iou.evaluate(boxes, targets).loss.values.elements
    let giou = try OverlapCase.giou.evaluate(boxes, targets).loss.values.elements
    let diou = try OverlapCase.diou.evaluate(boxes, targets).loss.values.elements
    let ciou = try OverlapCase.ciou.evaluate(boxes, targets).loss.values.elements
    for i in iou.indices {
      #expect(0 <= iou[i] && iou[i] <= 1)
      #expect(iou[i] <= giou[i] && giou[i] <= 2)
      #expect(iou[i] <= diou[i] && diou[i] <= 2)
      #expect(diou[i] <= ciou[i])
    }
  }

  @Test func linearAndLog_AreOfTheSameIoU() throws {
    let (boxes, targets) = Self.dyadic
    let linear = try OverlapCase.iou.evaluate(boxes, targets)
    let log = try OverlapCase.logIoU.evaluate(boxes, targets)
    #expect(linear.iou == log.iou)
    for (i, iou) in linear.iou.elements.enumerated() where iou > 0 {
      #expect(abs(linear.loss.values[i] - (1 - iou)) <= 2e-16)
      #expect(relativeError(log.loss.values[i], -Double.log(iou)) <= 1e-14)
    }
  }

  @Test(arguments: OverlapCase.allCases)
  func boxesAndTargets_AreSymmetric(_ loss: OverlapCase) throws {
    let (boxes, targets) = Self.dyadic
    let there = try loss.evaluate(boxes, targets).loss.values.elements
    let back = try loss.evaluate(targets, boxes).loss.values.elements
    #expect(zip(there, back).allSatisfy { relativeError($0, $1) <= 1e-15 })
  }

  @Test(arguments: OverlapCase.allCases)
  func mirroringTheAxes_ChangesNothing(_ loss: OverlapCase) throws {
    func swapped(_ box: [Double]) -> [Double] { [box[1], box[0], box[3], box[2]] }
    let (boxes, targets) = Self.dyadic
    let plain = try loss.evaluate(boxes, targets).loss.values.elements
    let mirrored = try loss.evaluate(boxes.map(swapped), targets.map(swapped)).loss.values.elements
    #expect(zip(plain, mirrored).allSatisfy { relativeError($0, $1) <= 1e-15 })
  }

  @Test(arguments: OverlapCase.allCases, BoxFormat.allCases)
  func translation_ChangesNoBit(_ loss: OverlapCase, _ format: BoxFormat) throws {
    let (boxes, targets) = Self.dyadic
    let here = try loss.evaluate(boxes, targets, format)
    // Quarters stay exact beside 2³⁰.
    let there = try loss.evaluate(
      boxes.map { $0.map { $0 + 0x1p30 } }, targets.map { $0.map { $0 + 0x1p30 } }, format)
    #expect(here.loss.values == there.loss.values)
    #expect(here.loss.gradient == there.loss.gradient)
  }

  @Test(arguments: OverlapCase.allCases, BoxFormat.allCases)
  func scaleByAPowerOfTwo_ChangesNoBit(_ loss: OverlapCase, _ format: BoxFormat) throws {
    let (boxes, targets) = Self.dyadic
    let plain = try loss.evaluate(boxes, targets, format)
    // 2⁶⁰⁰ squared would overflow, 2⁻⁶⁰⁰ squared vanish.
    for scale in [0x1p-600, 0x1p-3, 0x1p600] {
      let scaled = try loss.evaluate(
        boxes.map { $0.map { $0 * scale } }, targets.map { $0.map { $0 * scale } }, format)
      #expect(scaled.loss.values == plain.loss.values)
      #expect(scaled.loss.slopes.map { $0 * scale } == plain.loss.slopes)
    }
  }

  @Test(arguments: OverlapCase.allCases)
  func formats_Agree(_ loss: OverlapCase) throws {
    let (boxes, targets) = Self.dyadic
    let corners = try loss.evaluate(boxes, targets)
    for format in BoxFormat.allCases {
      let other = try loss.evaluate(boxes, targets, format)
      for i in boxes.indices { #expect(abs(other.loss.values[i] - corners.loss.values[i]) <= 1e-15) }
    }
  }

  /// x1 = cx − w/2, x2 = cx + w/2: ∂/∂cx = ∂/∂x1 + ∂/∂x2, ∂/∂w = (∂/∂x2 − ∂/∂x1)/2.
  @Test(arguments: OverlapCase.allCases)
  func gradients_FollowTheFormat(_ loss: OverlapCase) throws {
    let (boxes, targets) = Self.dyadic
    let corners = try loss.evaluate(boxes, targets).loss.slopes
    let corner = try loss.evaluate(boxes, targets, .xywh).loss.slopes
    let centered = try loss.evaluate(boxes, targets, .cxcywh).loss.slopes
    let yFirst = try loss.evaluate(boxes, targets, .cycxhw).loss.slopes
    for row in boxes.indices {
      for axis in 0..<2 {
        let (near, far) = (4 * row + axis, 4 * row + axis + 2)
        #expect(abs(corner[near] - (corners[near] + corners[far])) <= 1e-14)
        #expect(abs(corner[far] - corners[far]) <= 1e-14)
        #expect(abs(centered[near] - (corners[near] + corners[far])) <= 1e-14)
        #expect(abs(centered[far] - (corners[far] - corners[near]) / 2) <= 1e-14)
        #expect(yFirst[4 * row + 1 - axis] == centered[near])
        #expect(yFirst[4 * row + 3 - axis] == centered[far])
      }
    }
  }

  @Test(arguments: OverlapCase.allCases)
  func permutation_OfRowsPermutesTheAnswer(_ loss: OverlapCase) throws {
    let (boxes, targets) = Self.dyadic
    let plain = try loss.evaluate(boxes, targets)
    let reversed = try loss.evaluate(boxes.reversed(), targets.reversed())
    #expect(Array(plain.loss.values.elements.reversed()) == reversed.loss.values.elements)
    #expect(Array(plain.iou.elements.reversed()) == reversed.iou.elements)
  }

  @Test(arguments: OverlapCase.allCases)
  func nearlyIdenticalBoxes_KeepTheirDigits(_ loss: OverlapCase) throws {
    // Shifted by 2⁻⁴⁰ along x, a square of 1: I = 1 − 2⁻⁴⁰, U = 1 + 2⁻⁴⁰, 1 − IoU = 2 · 2⁻⁴⁰/(1 + 2⁻⁴⁰).
    let shift = 0x1p-40
    let expected = 2 * shift / (1 + shift)
    for format in BoxFormat.allCases {
      let found = try loss.value([1 + shift, 1, 2 + shift, 2], [1, 1, 2, 2], format)
      switch loss {
      case .iou: #expect(relativeError(found, expected) <= 4e-16)
      // −log(1 − d) = d + d²/2 + …
      case .logIoU: #expect(relativeError(found, expected + expected * expected / 2) <= 4e-16)
      // No corner of C is free: the same height.
      case .giou: #expect(relativeError(found, expected) <= 4e-16)
      // ρ² = 2⁻⁸⁰ over c² = (1 + 2⁻⁴⁰)² + 1.
      case .diou, .ciou, .eiou:
        let c2 = (1 + shift) * (1 + shift) + 1
        #expect(relativeError(found, expected + shift * shift / c2) <= 4e-16)
      // Along x: ½ (1 − e^(−2ρ)) = ρ − …, ρ = (2⁻⁴⁰/(1 + 2⁻⁴⁰))².
      case .siou:
        #expect(relativeError(found, expected + shift * shift / ((1 + shift) * (1 + shift))) <= 4e-16)
      }
    }
  }

  /// At a tie the derivative is that of the shrinking box.
  @Test func ties_HaveOneSidedSlopes() throws {
    let loss = try OverlapCase.iou.evaluate([[0, 0, 2, 2]], [[0, 0, 2, 2]]).loss
    // Of the identical unit: IoU falls by 1/2 of a side's unit when an edge moves inwards (area 4 − 2 dx over 4).
    #expect(loss.slopes == [0.5, 0.5, -0.5, -0.5])
  }

  @Test(arguments: OverlapCase.allCases)
  func emptyAndSingle_AreInputsToo(_ loss: OverlapCase) throws {
    let nothing = try loss.evaluate(try Boxes<Double>([]), try Boxes([]))
    #expect(nothing.loss.values.count == 0)
    #expect(nothing.loss.gradient?.shape == Shape(boxes: 0))
    #expect(nothing.iou.count == 0)
    #expect(try loss.evaluate(try Boxes<Double>([]), try Boxes([]), .mean).loss.value == 0)
    let (box, target) = (try Boxes<Double>([0, 0, 1, 1]), try Boxes<Double>([0, 0, 2, 1]))
    let single = try loss.evaluate(box, target).loss.values[0]
    #expect(try loss.evaluate(box, target, .mean).loss.value == single)
  }

  @Test(arguments: OverlapCase.allCases)
  func unequalLists_AreRefused(_ loss: OverlapCase) throws {
    let boxes = try Boxes<Double>([0, 0, 1, 1])
    let two = try Boxes<Double>([0, 0, 1, 1, 0, 0, 1, 1])
    #expect(
      detectionError { try loss.evaluate(boxes, two) }
        == .shape(.targetBoxes, .toFit(.boxes, Shape(boxes: 1)), found: Shape(boxes: 2)))
    #expect(
      detectionError { try loss.evaluate(boxes, boxes.converted(to: .cxcywh)) }
        == .conflict(.targetBoxes, .formats))
  }
}
