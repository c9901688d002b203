import JSON

/// Pixels between two cells of a level.
struct CellStride: Sendable, Equatable {
  let y: Double
  let x: Double

  init(y: Double, x: Double) {
    self.y = y
    self.x = x
  }

  /// A number for both axes, or [y, x].
  init?(_ json: JSONValue) {
    if let both = json.number {
      self.init(y: both, x: both)
    } else if let pair = json.numberList, pair.count == 2 {
      self.init(y: pair[0], x: pair[1])
    } else {
      return nil
    }
  }
}

extension Field<[CellStride]?> {
  /// The strides of each level; may be left out.
  static func strides(_ meaning: String) -> Field {
    Field(
      "strides", .list(.anyOf([.number(.positive), .size]), count: nil), default: .null, fallback: nil, meaning
    ) { $0.list?.compactMap(CellStride.init) }
  }
}
