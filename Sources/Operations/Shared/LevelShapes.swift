import DetectionCore

/// The shapes of maps (a·C, H, W) or (B, a·C, H, W), level by level, of heads that must fit each other.
struct LevelShapes {
  private let inputs: [Input]
  private let shapes: [String: [Shape]]

  init(_ inputs: [Input], _ shapes: [String: [Shape]]) {
    self.inputs = inputs
    self.shapes = shapes
  }

  private func of(_ input: Input) -> [Shape] { shapes[input.name] ?? [] }
  private var first: [Shape] { inputs.first.map { of($0) } ?? [] }

  /// Channels, height and width, in front of which a batch may stand.
  private static func map(_ shape: Shape) -> (channels: Int, height: Int, width: Int) {
    let extents = shape.extents.suffix(3).map { $0 }
    return extents.count == 3 ? (extents[0], extents[1], extents[2]) : (0, 0, 0)
  }

  /// How many images all maps are of.
  func imageCount() throws(Problem) -> Int {
    let batch = first.first.flatMap { $0.rank == 4 ? $0[0] : nil }
    for input in inputs {
      for (level, shape) in of(input).enumerated() where (shape.rank == 4 ? shape[0] : nil) != batch {
        let like = "\(inputs[0].name).0, \(first[0])"
        throw problem(input, level, "all maps must be of one image, or of the same batch as \(like)")
      }
    }
    try ImageFields.check(count: batch ?? 1, at: inputs[0].name)
    return batch ?? 1
  }

  /// The size of each level, which all heads share.
  func features() throws(Problem) -> [FeatureSize] {
    let sizes = first.map { FeatureSize(height: Self.map($0).height, width: Self.map($0).width) }
    for input in inputs.dropFirst() {
      guard of(input).count == sizes.count else {
        throw Problem(
          .shapeMismatch, at: "/\(input.name)",
          "\(input.name) has \(counted(of(input).count, "level")), but \(inputs[0].name) has \(sizes.count)")
      }
      for (level, shape) in of(input).enumerated() {
        let (map, other) = (Self.map(shape), Self.map(first[level]))
        guard (map.height, map.width) != (other.height, other.width) else { continue }
        let areLast = (map.channels, map.height) == (other.channels, other.height)
        let like = "\(inputs[0].name).\(level), \(first[level])"
        throw problem(
          input, level,
          areLast
            ? "channels stand last, it seems, as in \(like): a map is (channels, height, width)"
            : "height and width must be those of \(like)")
      }
    }
    return sizes
  }

  /// Numbers of a row of the flat input, if they are fixed.
  private static func width(_ input: Input) -> Int? {
    guard case .fixed(let width)? = input.shapes.first?.extents?.last else { return nil }
    return width
  }

  /// Rows of a cell, which the channels of the boxes tell, level by level.
  func anchors() throws(Problem) -> [Int] {
    guard let boxes = inputs.first(where: { Self.width($0) == 4 }) else { return [] }
    var counts: [Int] = []
    for (level, shape) in of(boxes).enumerated() {
      let channels = Self.map(shape).channels
      guard channels > 0, channels.isMultiple(of: 4) else {
        throw problem(boxes, level, "channels are 4 for each anchor of a cell, not \(channels)")
      }
      counts.append(channels / 4)
    }
    return counts
  }

  /// Every head must have channels for as many rows of a cell as the boxes.
  func checkChannels(_ anchors: [Int]) throws(Problem) {
    for input in inputs {
      for (level, shape) in of(input).enumerated() where level < anchors.count {
        let (channels, count) = (Self.map(shape).channels, anchors[level])
        guard count > 0, Self.width(input).map({ channels / count == $0 }) ?? true, channels.isMultiple(of: count)
        else {
          throw problem(
            input, level,
            "\(channels) channels do not make rows of the \(counted(count, "anchor")) of a cell")
        }
      }
    }
  }

  private func problem(_ input: Input, _ level: Int, _ reason: String) -> Problem {
    Problem(.shapeMismatch, at: "/\(input.name)/\(level)", "\(of(input)[level]): \(reason)")
  }
}
