import Testing

@testable import DetectionCore

/// Maps as convolutions give them, (a·C, H, W) a level, are the rows that torchvision's heads permute them to.
@Suite struct HeadPyramidTests {
  /// Anchors of a cell, height and width of each level: some planes are shorter than a block of the scan, some longer.
  private static let pyramids: [[(anchors: Int, height: Int, width: Int)]] = [
    [(1, 9, 11), (1, 5, 6), (1, 3, 3), (1, 1, 1)], [(3, 12, 7), (3, 1, 5)], [(4, 8, 8), (6, 4, 5), (2, 1, 1)],
    [(2, 17, 13)], [(1, 4, 0), (1, 2, 2)],
  ]

  /// Random numbers of a head as maps, and the same as rows: level by level, then y, x, anchor.
  private struct Head<S: Scalar> {
    let maps: HeadPyramid<S>
    let flat: HeadPyramid<S>

    init(_ levels: [(anchors: Int, height: Int, width: Int)], _ channels: Int, _ random: inout SeededGenerator) throws {
      var (maps, rows): ([HeadMap<S>], [S]) = ([], [])
      for (anchors, height, width) in levels {
        let cells = height * width
        let map = random.numbers(anchors * channels * cells, in: -3...2).map { S($0) }
        for cell in 0..<cells {
          for channel in 0..<anchors * channels { rows.append(map[channel * cells + cell]) }
        }
        let shape = Shape([anchors * channels, height, width]) ?? .scalar
        let tensor = try #require(Tensor(shape: shape, elements: map))
        maps.append(try #require(HeadMap(maps: tensor, anchors: anchors)))
      }
      self.maps = try #require(HeadPyramid(levels: maps))
      flat = HeadPyramid(
        try #require(Tensor(shape: Shape([rows.count / channels, channels]) ?? .scalar, elements: rows)))
    }
  }

  private static func stages<S: Scalar>(_ topK: Int) -> DetectionStages<S> {
    DetectionStages(scoreThreshold: .one(0.3), topK: topK, maxDetections: 60, explanationLimit: .max)
  }

  private static func expectEqual<S: Scalar>(_ maps: Detections<S>, _ flat: Detections<S>) {
    #expect(maps.boxes == flat.boxes && maps.scores == flat.scores && maps.labels == flat.labels)
    #expect(maps.anchorIndices == flat.anchorIndices && maps.levels == flat.levels && maps.counts == flat.counts)
    #expect(maps.explanation?.threshold == flat.explanation?.threshold)
    #expect(maps.explanation?.topK == flat.explanation?.topK)
    #expect(maps.explanation?.suppressed == flat.explanation?.suppressed)
    #expect(flat.counts.returned > 0 && flat.counts.aboveThreshold < flat.counts.candidates)
  }

  private static func check<S: Scalar>(
    _ levels: [(anchors: Int, height: Int, width: Int)], _ topK: Int, as scalar: S.Type
  ) throws {
    var random = SeededGenerator(41)
    let (logits, deltas) = (try Head<S>(levels, 3, &random), try Head<S>(levels, 4, &random))
    let ones = try Head<S>(levels, 1, &random)
    let anchors = try Boxes<S>((0..<logits.flat.rows).flatMap { row in [Double(row), 0, Double(row + 9), 12] })
    let (ranges, image) = (logits.maps.ranges, ImageSize<S>(height: 20, width: 300))
    func both(_ detect: (KeyPath<Head<S>, HeadPyramid<S>>) throws -> Detections<S>) throws {
      expectEqual(try detect(\.maps), try detect(\.flat))
    }
    try both {
      try stages(topK).detect(
        RetinaNetHead(
          classLogits: logits[keyPath: $0], boxDeltas: deltas[keyPath: $0], anchors: anchors, levels: ranges,
          image: image))
    }
    try both {
      try stages(topK).detect(
        SSDHead(
          classLogits: logits[keyPath: $0], boxDeltas: deltas[keyPath: $0], anchors: anchors, levels: ranges,
          image: image, coder: BoxCoder()))
    }
    try both {
      try stages(topK).detect(
        FCOSHead(
          classLogits: logits[keyPath: $0], distances: deltas[keyPath: $0], centerness: ones[keyPath: $0],
          anchors: anchors, levels: ranges, image: image))
    }
    try both {
      try stages(topK).detect(
        RPNHead(
          objectness: ones[keyPath: $0], boxDeltas: deltas[keyPath: $0], anchors: anchors, levels: ranges,
          image: image))
    }
  }

  @Test(arguments: pyramids.indices, [3, 40, .max]) func maps_AreRows_ToTheBit(pyramid: Int, topK: Int) throws {
    try Self.check(Self.pyramids[pyramid], topK, as: Double.self)
    try Self.check(Self.pyramids[pyramid], topK, as: Float.self)
  }

  @Test func channels_AreAnchorThenClass() throws {
    // 2 anchors of 2 classes on 1 × 3 cells: channel a·K + k.
    let map = try #require(Tensor(shape: Shape([4, 1, 3]) ?? .scalar, elements: (0..<12).map { Double($0) }))
    let head = HeadPyramid(try #require(HeadMap(maps: map, anchors: 2)))
    let rows = (0..<6).map { row in [head[row, 0], head[row, 1]] }
    #expect(rows == [[0, 3], [6, 9], [1, 4], [7, 10], [2, 5], [8, 11]])
  }

  @Test func whatIsNoMap_IsNone() throws {
    let map = Tensor<Double>(shape: try #require(Shape([6, 2, 2])), repeating: 0)
    #expect(HeadMap(maps: map, anchors: 4) == nil && HeadMap(maps: map, anchors: 0) == nil)
    #expect(HeadMap(maps: map.row(0), anchors: 1) == nil)
    let empty = Tensor<Double>(shape: try #require(Shape([0, 1 << 31, 1 << 31])), repeating: 0)
    #expect(HeadMap(maps: empty, anchors: 9) == nil)
    let own = try #require(HeadMap(maps: map, anchors: 1))
    #expect(HeadPyramid(levels: [HeadMap(map.row(0)), own]) == nil)
  }

  @Test func levels_MustBeTheMaps() throws {
    var random = SeededGenerator(42)
    let levels = Self.pyramids[1]
    let (logits, deltas) = (try Head<Double>(levels, 2, &random), try Head<Double>(levels, 4, &random))
    let anchors = try Boxes<Double>((0..<logits.flat.rows).flatMap { _ in [0.0, 0, 4, 4] })
    func error(_ head: HeadPyramid<Double>, _ ends: [Int]) -> DetectionError? {
      let ranges = zip([0] + ends, ends).map { $0..<$1 }
      return detectionError {
        try DetectionStages<Double>().detect(
          RetinaNetHead(
            classLogits: head, boxDeltas: deltas.maps, anchors: anchors, levels: ranges,
            image: ImageSize(height: 9, width: 9)))
      }
    }
    #expect(error(logits.maps, [252, 267]) == nil && error(logits.flat, [250, 267]) == nil)
    #expect(
      error(logits.maps, [250, 267])
        == .conflict(.classLogits, .levels))
  }
}
