import DetectionCore
import Testing

extension SeededGenerator {
  mutating func numbers(_ count: Int, in range: ClosedRange<Double>) -> [Double] {
    (0..<count).map { _ in uniform(range) }
  }

  /// A box x1, y1, x2, y2 somewhere in a square.
  mutating func box(within extent: Double, sizes: ClosedRange<Double>) -> [Double] {
    let (x, y) = (uniform(0...extent), uniform(0...extent))
    return [x, y, x + uniform(sizes), y + uniform(sizes)]
  }

  /// Boxes and their targets, xyxy, apart, crossing and nested, with no two edges of a pair near each other: the losses
  /// are differentiable there.
  mutating func separatedPairs(_ count: Int) -> (boxes: [Double], targets: [Double]) {
    var pairs: (boxes: [Double], targets: [Double]) = ([], [])
    while pairs.boxes.count < 4 * count {
      let (a, b) = (box(within: 6, sizes: 1...8), box(within: 6, sizes: 1...8))
      if [0, 2].allSatisfy({ Self.isFar(a[$0], b) }) && [1, 3].allSatisfy({ Self.isFar(a[$0], b) }) {
        pairs.boxes += a
        pairs.targets += b
      }
    }
    return pairs
  }

  private static func isFar(_ edge: Double, _ box: [Double]) -> Bool {
    box.allSatisfy { abs(edge - $0) > 0.05 }
  }

  /// Boxes in clusters, many of which overlap.
  mutating func clusters(_ count: Int, centers: Int, at offset: Double = 0) -> [Double] {
    let anchors = (0..<centers).map { _ in box(within: 200, sizes: 10...60) }
    return (0..<count).flatMap { _ -> [Double] in
      let anchor = anchors[integer(0..<centers)]
      let (dx, dy, growth) = (uniform(-8...8), uniform(-8...8), uniform(-4...4))
      let box: [Double] = [anchor[0] + dx, anchor[1] + dy, anchor[2] + dx + growth, anchor[3] + dy + growth]
      return box.map { $0 + offset }
    }
  }
}

extension Tensor where Element: Scalar {
  /// A tensor of these extents.
  init(_ numbers: [Double], _ extents: Int...) throws {
    let shape = try #require(Shape(extents))
    self = try #require(Tensor(shape: shape, elements: numbers.map { Element($0) }))
  }
}

extension Boxes {
  /// Boxes of consecutive fours.
  init(_ numbers: [Double], _ format: BoxFormat = .xyxy) throws {
    try self.init(try Tensor<S>(numbers, numbers.count / 4, 4), format: format)
  }

  /// Boxes of rows.
  init(rows: [[Double]], _ format: BoxFormat = .xyxy) throws { try self.init(rows.flatMap { $0 }, format) }

  var numbers: [Double] { tensor.numbers }
}

extension Tensor where Element: Scalar {
  var numbers: [Double] { elements.map { Double($0) } }
}

extension ReducedLoss {
  /// The one number of a reduced loss.
  var value: Double { Double(loss[0]) }

  /// The numbers of an unreduced loss.
  var values: Tensor<S> { loss }

  /// Whether all values and slopes are numbers.
  var isFinite: Bool { values.elements.allSatisfy { $0.isFinite } && slopes.allSatisfy { $0.isFinite } }

  var slopes: [S] { gradient?.elements ?? [] }
}

/// The error that a computation throws, or `nil`.
func detectionError<R>(_ body: () throws -> R) -> DetectionError? {
  do {
    _ = try body()
    return nil
  } catch {
    return error as? DetectionError
  }
}

extension Suppression {
  /// Only which boxes stay.
  func indices(_ boxes: Boxes<S>, scores: Tensor<S>, labels: Tensor<Int>? = nil, scoreThreshold: S? = nil) throws
    -> [Int]
  {
    try evaluate(boxes, scores: scores, labels: labels, scoreThreshold: scoreThreshold).indices
  }
}
