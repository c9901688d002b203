import RealModule
import Testing

@testable import DetectionCore

/// What the heads of detectors have in common, and small cases by hand.
@Suite struct DetectorHeadTests {
  private static func matrix(
    _ rows: Int, _ columns: Int, _ range: ClosedRange<Double>, _ random: inout SeededGenerator
  ) throws -> Tensor<Double> {
    try #require(
      Tensor(shape: Shape([rows, columns]) ?? .scalar, elements: random.numbers(rows * columns, in: range)))
  }

  private static func transposed(_ matrix: Tensor<Double>) throws -> Tensor<Double> {
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    let elements = (0..<columns).flatMap { column in (0..<rows).map { matrix[$0 * columns + column] } }
    return try #require(Tensor(shape: Shape([columns, rows]) ?? .scalar, elements: elements))
  }

  private static func stages(_ threshold: Double) -> DetectionStages<Double> {
    DetectionStages(
      scoreThreshold: .one(threshold), topK: .max, suppression: nil, maxDetections: .max, explanationLimit: .max)
  }

  // MARK: - Scores

  /// Sifting logits is a shortcut: what passes is what a plain comparison of all scores lets pass.
  @Test(arguments: [0, 1e-9, 0.05, 0.3, 0.5, 0.7, 0.95, 1], [nil, 0, 2])
  func floors_DecideNothing(_ threshold: Double, _ background: Int?) throws {
    var random = SeededGenerator(11)
    let logits = try Self.matrix(300, 4, -6...6, &random)
    let scan = ClassScan(HeadMap(logits), background: background)
    for activation in ScoreActivation.allCases {
      var found: [Int: Double] = [:]
      scan.forEachScore(.all, activation, above: threshold) { row, label, score in
        if score > threshold { found[4 * row + label] = score }
      }
      for row in 0..<300 {
        let numbers = (0..<4).map { logits[4 * row + $0] }
        let sum = numbers.reduce(0) { $0 + .exp($1) }
        for label in 0..<4 where label != background {
          let score =
            switch activation {
            case .none: numbers[label]
            case .sigmoid: 1 / (1 + Double.exp(-numbers[label]))
            case .softmax: Double.exp(numbers[label]) / sum
            }
          let passing = found.removeValue(forKey: 4 * row + label)
          #expect((passing != nil) == (score > threshold) || abs(score - threshold) < 1e-15)
          #expect(abs((passing ?? score) - score) < 1e-15)
        }
      }
      #expect(found.isEmpty, "a background, or a row twice")
    }
  }

  @Test func centerness_IsBelowItsRoot() throws {
    var random = SeededGenerator(12)
    let logits = try Self.matrix(400, 3, -4...4, &random)
    let centerness = try Self.matrix(400, 1, -4...4, &random)
    let level = try #require(GridLevel(height: 20, width: 20, strideY: 8, strideX: 8))
    let found = try Self.stages(0.4).detect(
      FCOSHead(
        classLogits: HeadPyramid(logits), distances: HeadPyramid(try Self.matrix(400, 4, 0...2, &random)),
        centerness: HeadPyramid(centerness), anchors: [level].cellBoxes(offset: 0, rows: 400), levels: [0..<400],
        image: ImageSize(height: 160, width: 160)))
    let above = (0..<1200).filter { pair in
      (1 / (1 + Double.exp(-logits[pair])) / (1 + Double.exp(-centerness[pair / 3]))).squareRoot() > 0.4
    }
    #expect(!above.isEmpty && above.count < 1200)
    #expect(Set(zip(found.anchorIndices.elements, found.labels.elements).map { 3 * $0 + $1 }) == Set(above))
  }

  @Test(arguments: HeadMap<Double>.Layout.allCases)
  func bestLabel_IsTheLowerOfEquals(_ layout: HeadMap<Double>.Layout) throws {
    let rows = try #require(
      Tensor(
        shape: Shape([3, 7]) ?? .scalar,
        elements: [
          1, 1, 2, 2, 0.5, 0.5, 0.5, 9, 9, 2, 2, 0.1, 0.7, 0.7, 20, 20, 2, 2, 0.2, 0.2, 0.25,
        ]))
    let head = HeadMap(layout == .channelsLast ? rows : try Self.transposed(rows), layout: layout)
    let found = try Self.stages(0.25).detect(YOLOv8Head(HeadPyramid(head)))
    #expect(found.labels.elements == [1, 0])
    #expect(found.anchorIndices.elements == [1, 0])
    #expect(found.counts.candidates == 3 && found.counts.aboveThreshold == 2)
    #expect(found.explanation?.threshold.starts == [2])
  }

  // MARK: - Layouts

  @Test func layouts_AreTheSame() throws {
    var random = SeededGenerator(13)
    let rows = try Self.matrix(50, 9, 0...1, &random)
    func found(_ head: HeadPyramid<Double>) throws -> Detections<Double> {
      try Self.stages(0.6).detect(YOLOv8Head(head, labels: .all))
    }
    let last = try found(HeadPyramid(rows))
    let first = try found(HeadPyramid(HeadMap(try Self.transposed(rows), layout: .channelsFirst)))
    #expect(last.scores == first.scores && last.boxes == first.boxes && last.labels == first.labels)
    #expect(last.counts == first.counts && last.counts.returned > 10)
  }

  /// Maps (A · C, cells) are rows cell by cell, then anchor by anchor; rows the other way round are told so.
  @Test func maps_AreRows() throws {
    var random = SeededGenerator(14)
    let level = try #require(GridLevel(height: 3, width: 5, strideY: 8, strideX: 8))
    let anchors = [[AnchorShape(width: 10, height: 13), .init(width: 16, height: 30)]]
    let maps = try Self.matrix(14, 15, -2...2, &random)
    let plain = (0..<15).flatMap { cell in (0..<14).map { maps[$0 * 15 + cell] } }
    let swapped = (0..<2).flatMap { a in (0..<15).flatMap { c in (0..<7).map { maps[(7 * a + $0) * 15 + c] } } }
    func found(_ head: HeadMap<Double>, _ order: Grid.RowOrder) throws -> Detections<Double> {
      try Self.stages(0.3).detect(
        AnchorGridHead(
          HeadPyramid(head), coding: .quadratic(try #require(Grid([level], anchors: anchors, order: order)))))
    }
    let shape = Shape([30, 7]) ?? .scalar
    let wanted = try found(HeadMap(try #require(Tensor(shape: shape, elements: plain))), .cellMajor)
    let divided = try #require(HeadMap(maps, layout: .channelsFirst).divided(among: 2))
    let other = try found(HeadMap(try #require(Tensor(shape: shape, elements: swapped))), .anchorMajor)
    #expect(try found(divided, .cellMajor).boxes == wanted.boxes)
    #expect(other.boxes == wanted.boxes && wanted.counts.returned > 3)
    #expect(other.anchorIndices.elements.map { $0 % 15 * 2 + $0 / 15 } == wanted.anchorIndices.elements)
    #expect(HeadMap(maps).divided(among: 4) == nil && HeadMap(maps).divided(among: 0) == nil)
  }

  // MARK: - By hand

  @Test func yolov8_OfOneCell() throws {
    // Sides: all of it at 1; even between 0 and 1; all at 0; all at 1. Cell (0, 1) of stride 10: centre (15, 5).
    let sides = [-99.0, 0, 0, 0, 0, -99, -99, 0]
    let rows = [Double](repeating: 0, count: 8) + [-9] + sides + [0]
    let level = try #require(GridLevel(height: 1, width: 2, strideY: 10, strideX: 10))
    let head = HeadMap(try #require(Tensor(shape: Shape([2, 9]) ?? .scalar, elements: rows)))
    let found = try Self.stages(0.25).detect(
      YOLOv8Head(HeadPyramid(head), levels: [level], activation: .sigmoid, regMax: 2))
    #expect(found.boxes.elements == [5, 0, 15, 15])
    #expect(found.scores.elements == [0.5])
  }

  @Test func anchors_OfOneCell() throws {
    // σ(0) = ½: the cell's middle in both; exp(0) = 1 and (2σ(0))² = 1: the anchor itself.
    let head = HeadMap(try #require(Tensor(shape: Shape([1, 6]) ?? .scalar, elements: [0.0, 0, 0, 0, 50, 50])))
    let level = try #require(GridLevel(height: 1, width: 1, strideY: 32, strideX: 32))
    let grid = try #require(Grid([level], anchors: [[.init(width: 10, height: 20)]]))
    for coding in [AnchorGridHead<Double>.BoxCoding.exponential(grid), .quadratic(grid)] {
      let found = try Self.stages(0.5).detect(AnchorGridHead(HeadPyramid(head), coding: coding))
      #expect(found.boxes.elements == [11, 6, 21, 26])
      #expect(found.scores.elements.first.map { abs($0 - 1) < 1e-15 } == true)
    }
  }

  @Test func letterbox_IsInWholePixels() {
    // 720×1280 into 640×640: scale ½, 360 rows, 140 above and below. 101×77 into 64×64: 64/101, 49 columns, 7 and 8.
    let wide = ImageMapping<Double>.letterbox(
      from: ImageSize(height: 720, width: 1280), to: ImageSize(height: 640, width: 640))
    #expect(wide.scaleX == 0.5 && wide.padY == 140 && wide.padX == 0)
    let tall = ImageMapping<Double>.letterbox(
      from: ImageSize(height: 101, width: 77), to: ImageSize(height: 64, width: 64))
    #expect(tall.padX == 7 && tall.padY == 0)
  }

  /// 640/2304 · 153 is 42.5, rounded to even 42: 299 rows at the top. In float32 it is a little more.
  @Test func letterbox_IsTheSameInEitherPrecision() {
    let network = ImageSize(height: 640.0, width: 640)
    for height in stride(from: 2, through: 2400, by: 17) {
      for width in stride(from: 3, through: 2400, by: 51) {
        let original = ImageSize(height: Double(height), width: Double(width))
        let wide = ImageMapping<Double>.letterbox(from: original, to: network)
        let narrow = ImageMapping<Float>.letterbox(from: original, to: network)
        #expect(Double(narrow.padX) == wide.padX && Double(narrow.padY) == wide.padY, "\(height)×\(width)")
        #expect(narrow.scaleX == Float(wide.scaleX))
      }
    }
    let named = ImageMapping<Float>.letterbox(from: ImageSize(height: 2304, width: 153), to: network)
    #expect(named.padX == 299 && named.padY == 0)
  }

  // MARK: - Numbers that are no scores

  /// Rows of a box and `numbers`, all of them 0.5 but some.
  private static func head(_ channels: Int, _ numbers: [Int: Double], first: Int = 4) throws -> HeadPyramid<Double> {
    var row = [Double](repeating: 0.5, count: channels)
    for (channel, number) in numbers { row[channel] = number }
    let rows = [Double](repeating: 0.5, count: channels) + row
    return HeadPyramid(try #require(Tensor(shape: Shape([2, channels]) ?? .scalar, elements: rows)))
  }

  /// Whatever a head reads as a score lies in [0, 1]: numbers beyond it are an error, on either side.
  @Test(arguments: [-0.1, 1.5, 64, .infinity])
  func numbersBeyondScores_AreAnError(_ number: Double) throws {
    func look(_ head: some DetectorHead<Double>) -> DetectionError? {
      detectionError { try DetectionStages<Double>(scoreThreshold: .one(0.9)).detect(head) }
    }
    func wanted(_ role: InputRole, _ channel: Int, _ look: ScoreLook) -> DetectionError {
      .notScores(role, row: 1, channel: channel, value: number, look: look)
    }
    #expect(
      look(try YOLOv8Head(Self.head(56, [5: number, 6: number]))) == wanted(.predictions, 5, .keypoints))
    #expect(look(try YOLOv8Head(Self.head(116, [90: number]))) == wanted(.predictions, 90, .masks(classes: 80)))
    #expect(look(try YOLOv8Head(Self.head(20, [19: number]))) == wanted(.predictions, 19, .angle(classes: 15)))
    #expect(look(try YOLOv8Head(Self.head(7, [4: number, 5: number, 6: number]))) == wanted(.predictions, 4, .logits))
    #expect(look(try YOLOv8Head(Self.head(7, [5: number]), activation: .sigmoid)) == nil)
    #expect(look(try AnchorGridHead(Self.head(85, [4: number]))) == wanted(.predictions, 4, .logits))
    #expect(look(try AnchorGridHead(Self.head(117, [90: number]))) == wanted(.predictions, 90, .masks(classes: 80)))
    let rows = try Tensor<Double>([0, 0, 1, 1, 0.5, 0, 0, 0, 1, 1, number, 0], 2, 6)
    #expect(look(try EndToEndHead(rows)) == wanted(.predictions, 4, .logits))
    let (boxes, scores) = (
      try Tensor<Double>([0, 0, 1, 1, 0, 0, 1, 1], 2, 4), try Tensor<Double>([0.5, 0.5, number, number], 2, 2)
    )
    #expect(look(try PlainBoxHead(boxes: boxes, scores: scores)) == wanted(.scores, 0, .logits))
  }

  @Test func plainBoxes_HaveNoCap() throws {
    let boxes = (0..<6000).flatMap { (place: Int) -> [Double] in [Double(place), 0, Double(place) + 1, 1] }
    let head = try PlainBoxHead(
      boxes: try #require(Tensor(shape: Shape(boxes: 6000), elements: boxes)),
      scores: Tensor(shape: Shape([6000, 1]) ?? .scalar, repeating: 0.5))
    let stages = DetectionStages<Double>(scoreThreshold: .one(0.1), topK: .max, maxDetections: .max)
    let found = try stages.detect(head)
    #expect(found.counts.returned == 6000)
  }

  /// A box that shrinks has a positive first offset and a negative second one. Anchors come in either order.
  @Test func offsetsOfCorners_AreNotSwapped() throws {
    for anchor in [[0.0, 0, 10, 10], [10, 10, 0, 0], [10, 0, 0, 10]] {
      let found = try DetectionStages<Double>().detect(
        PlainBoxHead(
          boxes: try Tensor([2, 3, -1, -4], 1, 4), scores: try Tensor([0.5], 1, 1), anchors: try Tensor(anchor, 1, 4)))
      #expect(found.boxes.elements == [2, 3, 9, 6])
    }
    // Centre (5, 5) + (0.1 · 10, −0.2 · 20), sides e · 10 and 20.
    let centred = try DetectionStages<Double>().detect(
      PlainBoxHead(
        boxes: try Tensor([0.1, -0.2, 1, 0], 1, 4), scores: try Tensor([0.5], 1, 1),
        anchors: try Tensor([5, 5, 10, 20], 1, 4), format: .cxcywh))
    let half = 5 * Double.exp(1)
    #expect(centred.boxes.elements == [6 - half, -9, 6 + half, 11])
  }

  // MARK: - Shapes that do not fit

  /// Extents whose product is 0 may be as large as they like: nothing is gone through, nothing is laid.
  @Test func emptyHeads_AreNothing() throws {
    let huge = Tensor<Double>(shape: try #require(Shape([1 << 61, 0])), repeating: 0)
    let wide = Tensor<Double>(shape: try #require(Shape([0, 1 << 61])), repeating: 0)
    let four = Tensor<Double>(shape: Shape(boxes: 0), repeating: 0)
    let image = ImageSize(height: 1.0, width: 1)
    let stages = DetectionStages<Double>()
    for layout in HeadMap<Double>.Layout.allCases {
      for matrix in [huge, wide] {
        let head = HeadMap(matrix, layout: layout)
        _ = try? stages.detect(YOLOv8Head(HeadPyramid(head), labels: .best))
        _ = try? stages.detect(YOLOv8Head(HeadPyramid(head), regMax: 1 << 60))
        _ = try? stages.detect(AnchorGridHead(HeadPyramid(head)))
        _ = try? stages.detect(
          SSDHead(
            classLogits: HeadPyramid(head), boxDeltas: HeadPyramid(four), anchors: Boxes(four), image: image,
            coder: .init()))
      }
    }
    for scores in [huge, wide] {
      _ = try? stages.detect(PlainBoxHead(boxes: huge, scores: scores))
      _ = try? stages.detect(DETRHead(classLogits: scores, boxes: four, image: image, background: nil))
    }
    _ = try? stages.detect(YOLOv1Head(four, image: image, boxesPerCell: .max))
    #expect(GridLevel(height: .max, width: 2, strideY: 1, strideX: 1) == nil)
  }

  @Test func labels_AreWholeAndFew() throws {
    for label in [-1, 0.5, 1e9] {
      let rows = try #require(Tensor(shape: Shape([1, 6]) ?? .scalar, elements: [0, 0, 1, 1, 0.9, label]))
      #expect(throws: DetectionError.self) { try DetectionStages<Double>().detect(EndToEndHead(rows)) }
    }
  }
}
