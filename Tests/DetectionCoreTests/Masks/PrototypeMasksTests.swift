import Testing

@testable import DetectionCore

@Suite struct PrototypeMasksTests {
  /// Every pixel by itself, from the definition: bilinear between the four cells around it.
  private func plain(
    _ prototypes: [[[Double]]], _ coefficients: [Double], width: Int, height: Int, box: CornerBox<Double>
  ) -> [Bool] {
    let (rows, columns) = (prototypes[0].count, prototypes[0][0].count)
    func value(_ row: Int, _ column: Int) -> Double {
      zip(coefficients, prototypes).reduce(0) { $0 + $1.0 * $1.1[row][column] }
    }
    func place(_ pixel: Int, _ cells: Int, _ pixels: Int) -> (Int, Int, Double) {
      let at = min(max((Double(pixel) + 0.5) * Double(cells) / Double(pixels) - 0.5, 0), Double(cells - 1))
      let first = min(Int(at), cells - 1)
      return (first, min(first + 1, cells - 1), at - Double(first))
    }
    return (0..<width).flatMap { x -> [Bool] in
      (0..<height).map { y in
        let (left, right, b) = place(x, columns, width)
        let (top, bottom, a) = place(y, rows, height)
        let upper = value(top, left) * (1 - b) + value(top, right) * b
        let lower = value(bottom, left) * (1 - b) + value(bottom, right) * b
        let isInside = Double(x) >= box.x1 && Double(x) < box.x2 && Double(y) >= box.y1 && Double(y) < box.y2
        return isInside && upper * (1 - a) + lower * a > 0
      }
    }
  }

  private func pixels(_ mask: RunLengthMask) -> [Bool] {
    mask.runs.enumerated().flatMap { Array(repeating: !$0.isMultiple(of: 2), count: Int($1)) }
  }

  @Test func masks_AreTheirDefinitionPixelByPixel() throws {
    for seed in 0..<20 as Range<UInt64> {
      var generator = SeededGenerator(seed)
      let (rows, columns) = (generator.integer(1..<7), generator.integer(1..<7))
      let (height, width) = (generator.integer(1..<30), generator.integer(1..<30))
      let count = generator.integer(1..<4)
      let prototypes = (0..<count).map { _ in
        (0..<rows).map { _ in (0..<columns).map { _ in generator.uniform(-1...1) } }
      }
      let coefficients = (0..<count).map { _ in generator.uniform(-2...2) }
      let tensor = try #require(
        Shape([count, rows, columns]).flatMap { Tensor(shape: $0, elements: prototypes.flatMap { $0.flatMap { $0 } }) })
      let masks = PrototypeMasks(
        tensor, x: MaskAxis(pixels: width, cells: columns, scale: Double(columns) / Double(width), start: 0),
        y: MaskAxis(pixels: height, cells: rows, scale: Double(rows) / Double(height), start: 0))
      let box = CornerBox(
        x1: generator.uniform(-3...10), y1: generator.uniform(-3...10), x2: generator.uniform(5...40),
        y2: generator.uniform(5...40))
      let mask = try masks.mask(coefficients, box: box)
      #expect(
        pixels(mask) == plain(prototypes, coefficients, width: width, height: height, box: box), "seed \(seed)")
      #expect(mask.runs.reduce(0) { $0 + Int($1) } == width * height)
      #expect(4 * mask.runs.count <= masks.scratch(box) + 16)
    }
  }

  /// The masks of enlarged prototypes are those of prototypes that were enlarged beforehand, bilinearly.
  @Test(arguments: [2, 4]) func enlarged_AreMasksOfLargerPrototypes(factor: Int) throws {
    for seed in 0..<20 as Range<UInt64> {
      var generator = SeededGenerator(500 + seed)
      let (rows, columns, count) = (generator.integer(1..<7), generator.integer(1..<7), generator.integer(1..<4))
      let prototypes = (0..<count).map { _ in
        (0..<rows).map { _ in (0..<columns).map { _ in generator.uniform(-1...1) } }
      }
      let larger = prototypes.map { enlarged($0, factor) }
      func tensor(_ maps: [[[Double]]]) throws -> Tensor<Double> {
        let shape = try #require(Shape([maps.count, maps[0].count, maps[0][0].count]))
        return try #require(Tensor(shape: shape, elements: maps.flatMap { $0.flatMap { $0 } }))
      }
      let (height, width) = (generator.integer(1..<60), generator.integer(1..<60))
      let (share, start) = (generator.uniform(0.4...0.9), generator.uniform(0...0.3))
      func axis(_ pixels: Int, _ cells: Int) -> MaskAxis<Double> {
        MaskAxis(
          pixels: pixels, cells: cells, scale: share * Double(cells) / Double(pixels), start: start * Double(cells))
      }
      let (x, y) = (axis(width, columns).enlarged(factor), axis(height, rows).enlarged(factor))
      let masks = PrototypeMasks(try tensor(prototypes), x: x, y: y)
      let plain = PrototypeMasks(
        try tensor(larger), x: axis(width, columns * factor), y: axis(height, rows * factor))
      let coefficients = (0..<count).map { _ in generator.uniform(-2...2) }
      for box in [
        CornerBox(x1: 0, y1: 0, x2: 60, y2: 60),
        CornerBox(
          x1: generator.uniform(-3...10), y1: generator.uniform(-3...10), x2: generator.uniform(5...70),
          y2: generator.uniform(5...70)),
      ] {
        let (found, wanted) = (try masks.mask(coefficients, box: box), try plain.mask(coefficients, box: box))
        #expect(found.runs == wanted.runs, "seed \(seed)")
        #expect(masks.scratch(box) >= plain.scratch(box))
      }
    }
  }

  /// As ultralytics 8.4 chooses it by the padding p of prototypes with a cell for 4 × 4 pixels: 4 ÷ gcd(4, p | p ÷ 2).
  @Test func enlargement_IsTheLeastThatCutsNoCell() {
    for padding in 0..<64 {
      let side = 64 - padding
      let axis = MaskAxis<Float>(
        pixels: 100, cells: 16, scale: Float(side) / 100 / 4, start: Float(padding / 2) / 4)
      let whole = MaskAxis<Float>(pixels: 100, cells: 16, scale: 0.16, start: 0)
      let bits = padding | padding / 2
      let wanted = bits.isMultiple(of: 4) ? 1 : bits.isMultiple(of: 2) ? 2 : 4
      #expect(MaskSampling.enlarged.enlargement(axis, whole) == wanted, "\(padding)")
      #expect(MaskSampling.direct.enlargement(axis, whole) == 1)
    }
  }

  /// A map with `factor` times as many cells a side.
  private func enlarged(_ map: [[Double]], _ factor: Int) -> [[Double]] {
    func place(_ cell: Int, _ cells: Int) -> (Int, Int, Double) {
      let at = max((Double(cell) + 0.5) / Double(factor) - 0.5, 0)
      return (Int(at), min(Int(at) + 1, cells - 1), at - at.rounded(.down))
    }
    return (0..<map.count * factor).map { row in
      let (top, bottom, a) = place(row, map.count)
      return (0..<map[0].count * factor).map { column in
        let (left, right, b) = place(column, map[0].count)
        return (map[top][left] * (1 - b) + map[top][right] * b) * (1 - a)
          + (map[bottom][left] * (1 - b) + map[bottom][right] * b) * a
      }
    }
  }

  /// Of random boxes on random pictures: every stretch of a column is looked at twice, and searched by halves.
  @Test func steps_AreNotMoreThanWereCounted() throws {
    for seed in 0..<200 as Range<UInt64> {
      var generator = SeededGenerator(1000 + seed)
      let (rows, columns, count) = (generator.integer(1..<40), generator.integer(1..<40), generator.integer(1..<4))
      let (height, width) = (generator.integer(1..<3000), generator.integer(1..<3000))
      let x = MaskAxis<Double>(
        pixels: width, cells: columns, scale: Double(columns) / Double(width) * generator.uniform(0.5...1), start: 0)
      let y = MaskAxis<Double>(
        pixels: height, cells: rows, scale: Double(rows) / Double(height) * generator.uniform(0.5...1),
        start: generator.uniform(0...1))
      let prototypes = Tensor<Double>(shape: try #require(Shape([count, rows, columns])), repeating: 1)
      let masks = PrototypeMasks(prototypes, x: x, y: y)
      let box = CornerBox(
        x1: generator.uniform(-10...3000), y1: generator.uniform(-10...3000), x2: generator.uniform(0...3500),
        y2: generator.uniform(0...3500))
      let (across, down) = (x.pixels(from: box.x1, to: box.x2), y.pixels(from: box.y1, to: box.y2))
      guard !across.isEmpty, !down.isEmpty else {
        #expect(masks.steps(box) == 0 && masks.scratch(box) == 0)
        continue
      }
      let stretches = y.stretches(down)
      let halvings = stretches.reduce(0) { $0 + Int.bitWidth - ($1.count - 1).leadingZeroBitCount }
      let cells = (y.place(down.upperBound - 1).second - y.place(down.lowerBound).first + 1)
      #expect(
        masks.steps(box) >= across.count * (cells + 2 * stretches.count + halvings) + count * cells, "seed \(seed)")
    }
  }

  @Test func boxOutside_IsAnEmptyMask() throws {
    let prototypes = Tensor<Float>(shape: try #require(Shape([1, 2, 2])), repeating: 1)
    let axis = MaskAxis<Float>(pixels: 8, cells: 2, scale: 0.25, start: 0)
    let masks = PrototypeMasks(prototypes, x: axis, y: axis)
    for box in [CornerBox<Float>(x1: 8, y1: 0, x2: 9, y2: 8), CornerBox(x1: 3, y1: 3, x2: 3, y2: 3)] {
      #expect(try masks.mask([1], box: box).runs == [64])
    }
    let odd = CornerBox<Float>(x1: .nan, y1: -.infinity, x2: .infinity, y2: .infinity)
    #expect(try masks.mask([1], box: odd).runs == [0, 64])
  }

  @Test func strangeScales_EndNothing() throws {
    for (scale, start) in [(Double.infinity, -Double.infinity), (1e308, -1e308), (0, .nan), (-1, 5)] {
      let given = MaskAxis<Double>(pixels: 4, cells: 3, scale: scale, start: start)
      let factor = MaskSampling.enlarged.enlargement(given)
      for axis in [given, given.enlarged(factor)] {
        for pixel in 0..<4 {
          let place = axis.place(pixel)
          #expect((0..<3 * axis.enlargement).contains(place.first) && (0..<3 * axis.enlargement).contains(place.second))
          let cells = axis.prototypeCells(of: place.first...max(place.first, place.second))
          #expect(cells.lowerBound >= 0 && cells.upperBound < 3)
        }
      }
    }
  }
}
