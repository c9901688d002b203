import JSON

/// The aspect ratios of the anchors of each level.
struct AspectRatioFields: FieldGroup {
  let ratios: Field<OneOrEach<[Double]>?>
  /// What may stand instead of ratios: «, or explicit anchors».
  let instead: String

  /// `instead`: an input that stands for all that anchors are generated from; the ratios go without it only.
  init(instead: TensorField<Reals>? = nil, _ conditions: Condition...) {
    let list = ParameterType.list(.number(.positive), count: nil)
    ratios = Field(
      "aspect_ratios", .anyOf([list, .list(list, count: nil)]), default: .null, fallback: nil,
      "Ratios height/width: one list for all levels, or one per level."
    ) { json in
      // `[]` is a list for each of no levels.
      if let shared = json.numberList, !shared.isEmpty { return .one(shared) }
      return .each((json.list ?? []).map { $0.numberList ?? [] })
    }.only(conditions + (instead.map { [.without($0)] } ?? []))
    self.instead = instead == nil ? "" : ", or explicit anchors"
  }

  /// The ratios of each level.
  func read(_ request: Request, levels: Int) throws(Problem) -> [[Double]] {
    switch request[ratios] {
    case nil:
      throw Problem(
        .missingField, at: "/\(ratios.name)", "\(ratios.name) is missing: give one list a level\(instead)")
    case .one(let shared): return Array(repeating: shared, count: levels)
    case .each(let lists):
      try PyramidFields.check(ratios.name, lists.count, of: levels)
      return lists
    }
  }
}
