import DetectionCore

/// The heads of a request that come level by level, each level the map that the network's convolution gave.
struct LevelMaps<S: Scalar> {
  /// How many images there are.
  let imageCount: Int
  /// Rows and columns of each level's cells.
  let featureSizes: [(height: Int, width: Int)]
  /// Rows of a cell, level by level.
  private let anchors: [Int]
  private let heads: [String: [Tensor<S>]]

  /// `nil` if none of the inputs came in levels. `anchors`: rows of a cell, level by level; `nil`: as many as the boxes'
  /// channels tell.
  init?(_ arguments: Arguments, _ inputs: [String], anchors: [Int]? = nil) throws {
    let given = inputs.filter { arguments.levels[$0] != nil }
    guard let first = given.first else { return nil }
    var heads: [String: [Tensor<S>]] = [:]
    for name in inputs {
      guard let levels: [Tensor<S>] = try arguments.optionalLevels(name) else {
        throw Problem(.conflictingFields, at: "/\(name)", "\(first) is a list of levels: \(name) must be one as well")
      }
      heads[name] = levels
    }
    let shapes = LevelShapes(arguments.declaration, inputs, heads.mapValues { $0.map(\.shape) })
    imageCount = try shapes.imageCount()
    featureSizes = try shapes.featureSizes()
    if let anchors, anchors.count != featureSizes.count {
      throw Problem(
        .shapeMismatch, at: "/\(first)",
        "\(first) has \(counted(featureSizes.count, "level")), but strides are of \(anchors.count)")
    }
    self.anchors = try anchors ?? shapes.anchors()
    self.heads = heads
    try shapes.checkChannels(self.anchors)
  }

  /// An input's numbers for one image.
  func head(_ name: String, _ image: Int) throws(Problem) -> HeadPyramid<S> {
    let maps = zip(heads[name] ?? [], anchors).compactMap { map, anchors in
      HeadMap(maps: map.shape.rank == 4 ? map.row(image) : map, anchors: anchors)
    }
    guard maps.count == anchors.count, let head = HeadPyramid(levels: maps) else {
      throw Problem(.shapeMismatch, at: "/\(name)", "the levels of \(name) have different numbers of classes")
    }
    return head
  }

  /// The rows of each level, of a batch that has images.
  func levels() throws(Problem) -> [Range<Int>] {
    guard let name = heads.keys.first else { return [] }
    return try head(name, 0).ranges
  }

  /// The same request, knowing the size of its levels. Throws if it says other ones.
  func completed(_ arguments: Arguments) throws(Problem) -> Arguments {
    guard arguments.declaration.parameter("feature_sizes") != nil else { return arguments }
    let own = JSONValue.array(featureSizes.map { .array([.number(Double($0.height)), .number(Double($0.width))]) })
    guard arguments.value("feature_sizes") != .null else { return arguments.setting("feature_sizes", own) }
    let told = PyramidParameters.featureSizes(arguments)
    guard told.elementsEqual(featureSizes, by: ==) else {
      throw Problem(
        .shapeMismatch, at: "/feature_sizes",
        "the maps are of \(Self.words(featureSizes)) cells, feature_sizes says \(Self.words(told)): it may be left out")
    }
    return arguments
  }

  /// «13×13 + 7×7».
  private static func words(_ sizes: [(height: Int, width: Int)]) -> String {
    sizes.count > 16 ? "\(sizes.count) levels'" : sizes.map { "\($0.height)×\($0.width)" }.joined(separator: " + ")
  }
}
