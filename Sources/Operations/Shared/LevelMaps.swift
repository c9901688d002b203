import DetectionCore

/// The heads of a request that come level by level, each level the map that the network's convolution gave.
struct LevelMaps<S: Scalar> {
  /// How many images there are.
  let imageCount: Int
  /// The cells of each level.
  let features: [FeatureSize]
  /// Rows of a cell, level by level.
  private let anchors: [Int]
  private let heads: [String: [Tensor<S>]]

  /// The shapes of a level of a head with so many channels, as a convolution gives it.
  static func shapes(_ channels: String) -> [ShapePattern] { [.of(channels, "H", "W"), .of("B", channels, "H", "W")] }

  /// `nil` if none of the tensors came in levels. `anchors`: rows of a cell, level by level; `nil`: as many as the boxes'
  /// channels tell.
  init?(_ request: Request, _ fields: [TensorField<Reals>], anchors: [Int]? = nil) throws {
    let given = fields.filter { request.levels[$0.name] != nil }
    guard let first = given.first else { return nil }
    var heads: [String: [Tensor<S>]] = [:]
    for field in fields {
      guard let levels: [Tensor<S>] = try request.optionalLevels(field) else {
        throw Problem(
          .conflictingFields, at: "/\(field.name)",
          "\(first.name) is a list of levels: \(field.name) must be one as well")
      }
      heads[field.name] = levels
    }
    let shapes = LevelShapes(fields.map(\.input), heads.mapValues { $0.map(\.shape) })
    imageCount = try shapes.imageCount()
    features = try shapes.features()
    if let anchors, anchors.count != features.count {
      throw Problem(
        .shapeMismatch, at: "/\(first.name)",
        "\(first.name) has \(counted(features.count, "level")), but strides are of \(anchors.count)")
    }
    self.anchors = try anchors ?? shapes.anchors()
    self.heads = heads
    try shapes.checkChannels(self.anchors)
  }

  /// A head's numbers for one image.
  func head(_ field: TensorField<Reals>, _ image: Int) throws(Problem) -> HeadPyramid<S> {
    let maps = zip(heads[field.name] ?? [], anchors).compactMap { map, anchors in
      HeadMap(maps: map.shape.rank == 4 ? map.row(image) : map, anchors: anchors)
    }
    guard maps.count == anchors.count, let head = HeadPyramid(levels: maps) else {
      throw Problem(
        .shapeMismatch, at: "/\(field.name)", "the levels of \(field.name) have different numbers of classes")
    }
    return head
  }

  /// Throws if a request says other sizes of the levels than the maps have.
  func check(_ request: Request, _ featureSizes: Field<[FeatureSize]?>) throws(Problem) {
    guard let stated = request[featureSizes], stated != features else { return }
    throw Problem(
      .shapeMismatch, at: "/\(featureSizes.name)",
      "the maps are of \(features.words) cells, \(featureSizes.name) says \(stated.words): it may be left out")
  }
}
