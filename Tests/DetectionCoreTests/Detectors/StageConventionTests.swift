import Testing

@testable import DetectionCore

/// What libraries do differently between scores and boxes, on heads small enough to follow.
@Suite struct StageConventionTests {
  private let image = ImageSize<Double>(height: 20, width: 20)

  /// Anchors 10 × 10 in a row, of which the last lies outside of the image; no offsets.
  private func head(
    _ logits: [[Double]], anchors: [[Double]] = [[0, 0, 10, 10], [2, 0, 12, 10], [25, 0, 35, 10]],
    deltas: [[Double]]? = nil, coder: BoxCoder<Double> = .init(), labels: RowLabels = .all, levels: [Range<Int>]? = nil
  ) throws -> RetinaNetHead<Double> {
    let rows = logits.count
    return try RetinaNetHead(
      classLogits: HeadPyramid(Tensor(logits.flatMap(\.self), rows, logits[0].count)),
      boxDeltas: HeadPyramid(Tensor((deltas ?? Array(repeating: [0, 0, 0, 0], count: rows)).flatMap(\.self), rows, 4)),
      anchors: Boxes(anchors.flatMap(\.self)), levels: levels ?? [0..<rows], image: image, coder: coder, labels: labels)
  }

  /// Outside of the image the clipped box has no area.
  @Test func clipping_IsBeforeOrAfterSuppressionOrNever() throws {
    let head = try head([[3], [2], [1]])
    var stages = DetectionStages<Double>(suppression: Suppression(iouThreshold: .one(0.9)))
    #expect(try stages.detect(head).boxes.elements.suffix(4) == [20, 0, 20, 10])
    stages.clipping = .never
    #expect(try stages.detect(head).boxes.elements.suffix(4) == [25, 0, 35, 10])
    stages.clipping = .afterSuppression
    #expect(try stages.detect(head).boxes.elements.suffix(4) == [20, 0, 20, 10])
    // Two boxes that differ outside of the image only: clipped they are the same.
    let outside = try self.head([[3], [2]], anchors: [[10, 0, 20, 10], [10, 0, 40, 10]])
    #expect(try stages.detect(outside).scores.count == 2)
    stages.clipping = .beforeSuppression
    #expect(try stages.detect(outside).scores.count == 1)
  }

  @Test func emptyBoxes_GoBeforeSuppressionOrAtTheEnd() throws {
    let head = try head([[1], [2], [3]])
    var stages = DetectionStages<Double>(
      sieve: BoxSieve(dropsEmpty: true), suppression: nil, maxDetections: 2, explanationLimit: 100)
    let before = try stages.detect(head)
    #expect(before.anchorIndices.elements == [1, 0] && before.counts.afterMinimumSize == 2)
    #expect(before.explanation?.small == [2])
    // At the end: the empty box has taken a place of the two.
    (stages.sieve, stages.dropsEmptyAnswers) = (nil, true)
    let after = try stages.detect(head)
    #expect(after.anchorIndices.elements == [1] && after.counts.afterNMS == 3 && after.counts.returned == 1)
    #expect(after.explanation?.small == [2] && after.explanation?.cap == [0])
  }

  @Test func leastSize_MayHaveToBeExceeded() {
    let sieve = BoxSieve<Double>(minimumSize: 2)
    #expect(sieve.admits(width: 2, height: 3) && !sieve.admits(width: 2, height: 1.9))
    let strict = BoxSieve<Double>(minimumSize: 2, isStrict: true)
    #expect(!strict.admits(width: 2, height: 3) && strict.admits(width: 2.1, height: 3))
  }

  @Test func deltas_AreClampedOnOneSideOrBoth() throws {
    let deltas = [[0.0, 0, 9, -9]]
    let anchors = try Boxes<Double>([0, 0, 10, 10])
    let upper = try BoxCoder<Double>().decode(Tensor(deltas[0], 1, 4), anchors: anchors).tensor.elements
    #expect(abs(upper[2] - upper[0] - 625) < 1e-9 && abs(upper[3] - upper[1] - 10 * 1.2340980408667956e-4) < 1e-12)
    let both = try BoxCoder<Double>(clampsBelow: true).decode(Tensor(deltas[0], 1, 4), anchors: anchors).tensor.elements
    #expect(abs(both[3] - both[1] - 10 * 16 / 1000) < 1e-12)
    let none = try BoxCoder<Double>(scaleClamp: .infinity).decode(Tensor(deltas[0], 1, 4), anchors: anchors)
    #expect(abs(none.tensor[2] - none.tensor[0] - 10 * 8103.083927575384) < 1e-9)
  }

  /// Three rows of two levels and two classes: the best of each level, class, or of all.
  @Test func topK_CountsInLevelsClassesOrTheImage() throws {
    let logits = [[3.0, 2.9], [2.8, 1], [2, 2.5]]
    let head = try head(logits, levels: [0..<2, 2..<3])
    var stages = DetectionStages<Double>(topK: 1, suppression: nil)
    func rows() throws -> [[Int]] {
      let found = try stages.detect(head)
      return zip(found.anchorIndices.elements, found.labels.elements).map { [$0, $1] }
    }
    #expect(try rows() == [[0, 0], [2, 1]])
    stages.topKScope = .label
    #expect(try rows() == [[0, 0], [0, 1]])
    stages.topKScope = .image
    #expect(try rows() == [[0, 0]])
  }

  @Test func labels_MayBeTheBestOnly() throws {
    let found = try DetectionStages<Double>(suppression: nil).detect(
      head([[1, 2], [3, 0]], anchors: [[0, 0, 10, 10], [0, 0, 10, 10]], labels: .best))
    #expect(found.labels.elements == [0, 1] && found.anchorIndices.elements == [1, 0])
  }

  /// Shifted by the largest coordinate + 1, classes are apart as long as coordinates are positive.
  @Test func convention_HoldsInDetection() throws {
    let head = try head([[3, -9], [-9, 2]], anchors: [[0, 0, 10, 10], [0, 0, 10, 10]])
    var stages = DetectionStages<Double>()
    stages.convention = SuppressionConvention(classSeparation: .largestCoordinate, zeroArea: .never)
    #expect(try stages.detect(head).scores.count == 2)
    stages.suppression?.classAgnostic = true
    #expect(try stages.detect(head).scores.count == 1)
    stages.suppression = Suppression(iouThreshold: .each([0.5, 0.6]))
    #expect(throws: DetectionError.self) { try stages.detect(head) }
  }

  /// A centerness that is small: by the score the row falls below the threshold, by its class it does not.
  @Test func fcos_SelectsByScoreOrClass() throws {
    func detect(_ selection: FCOSHead<Double>.Selection) throws -> [Double] {
      let head = try FCOSHead(
        classLogits: HeadPyramid(Tensor([2.0, 1], 2, 1)),
        distances: HeadPyramid(Tensor(Array(repeating: 1.0, count: 8), 2, 4)),
        centerness: HeadPyramid(Tensor([-4.0, 4], 2, 1)), anchors: Boxes([0.0, 0, 8, 8, 8, 8, 16, 16]), levels: [0..<2],
        image: image, hasRoot: false, selection: selection)
      return try DetectionStages<Double>(scoreThreshold: .one(0.5)).detect(head).scores.elements
    }
    #expect(try detect(.score).count == 1)
    let scores = try detect(.class)
    #expect(scores.count == 2 && scores[0] > scores[1])
    #expect(abs(scores[1] - sigmoid(2.0) * sigmoid(-4.0)) < 1e-15)
  }

  /// 333 × 500 into 320 × 320: 213.12 pixels high, 106.88 left: 53 above, or 53.44.
  @Test func letterbox_IsPaddedByWholePixelsOrHalves() {
    let (original, network) = (ImageSize<Double>(height: 333, width: 500), ImageSize<Double>(height: 320, width: 320))
    #expect(ImageMapping<Double>.letterbox(from: original, to: network).padY == 53)
    #expect(abs(ImageMapping<Double>.letterbox(from: original, to: network, rounding: .none).padY - 53.44) < 1e-12)
  }

  /// 333 · 0.64 is 213.12: 213 pixels for 333. A side of 0.36 pixels is one of them.
  @Test func letterbox_OfWholeSidesHasAScaleForEachAxis() {
    let network = ImageSize<Double>(height: 320, width: 320)
    let odd = ImageMapping<Double>.letterbox(from: ImageSize(height: 333, width: 500), to: network, rounding: .sides)
    #expect(odd.scaleX == 0.64 && odd.scaleY == 213 / 333 && odd.padX == 0 && odd.padY == 53)
    let thread = ImageMapping<Double>.letterbox(from: ImageSize(height: 1, width: 900), to: network, rounding: .sides)
    #expect(thread.scaleY == 1 && thread.padY == 159)
    // 640 · 0.5 and 45 · 0.5 = 22.5, to even: 149 pixels at the left.
    let half = ImageMapping<Double>.letterbox(from: ImageSize(height: 640, width: 45), to: network, rounding: .sides)
    #expect(half.scaleY == 0.5 && half.scaleX == 22.0 / 45 && half.padX == 149)
  }

  /// What exceeds the next lesser number has reached the number.
  @Test func threshold_MayBeReached() throws {
    let head = try RoIHead<Double>(
      classLogits: HeadPyramid(Tensor([0, 0], 1, 2)), boxDeltas: HeadPyramid(Tensor([0, 0, 0, 0], 1, 4)),
      proposals: Boxes([0, 0, 8, 8]), image: image, coder: .init(), background: -1)
    let half = PerClass<Double>.one(0.5)
    #expect(try DetectionStages<Double>(scoreThreshold: half).detect(head).scores.elements == [])
    #expect(try DetectionStages<Double>(scoreThreshold: half.nextDown).detect(head).scores.elements == [0.5])
    #expect(PerClass<Float>.each([0.25, 0]).nextDown == .each([Float(0.25).nextDown, -.leastNonzeroMagnitude]))
  }

  /// −1 is the last class, whatever their number.
  @Test func background_MayBeTheLast() throws {
    let head = try RoIHead<Double>(
      classLogits: HeadPyramid(Tensor([0, 0, 5, 5, 0, 0], 2, 3)),
      boxDeltas: HeadPyramid(Tensor(Array(repeating: 0, count: 8), 2, 4)),
      proposals: Boxes([0, 0, 8, 8, 8, 8, 16, 16]), image: image, coder: .init(), background: -1)
    #expect(head.background == 2)
    #expect(try DetectionStages<Double>(scoreThreshold: .one(0.5)).detect(head).labels.elements == [0])
  }
}
