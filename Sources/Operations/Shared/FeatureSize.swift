import JSON

/// Rows and columns of cells of a level of a feature pyramid.
struct FeatureSize: Sendable, Equatable {
  let height: Int
  let width: Int

  /// [h, w].
  init?(_ json: JSONValue) {
    guard let numbers = json.numberList, numbers.count == 2, let height = Int(exactly: numbers[0]),
      let width = Int(exactly: numbers[1])
    else { return nil }
    self.init(height: height, width: width)
  }

  init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }
}

extension [FeatureSize] {
  /// «13×13 + 7×7».
  var words: String { count > 16 ? "\(count) levels'" : map { "\($0.height)×\($0.width)" }.joined(separator: " + ") }
}

extension Field<[FeatureSize]?> {
  /// The cells of each level; may be left out.
  static func featureSizes(_ meaning: String) -> Field {
    Field(
      "feature_sizes", .list(.list(.integer(.from(0)), count: 2), count: nil), default: .null, fallback: nil, meaning
    ) { $0.list?.compactMap(FeatureSize.init) }
  }
}
