import DetectionCore

/// How the numbers of a request's predictions lie, checked against what the operation wants.
struct PredictionLayout {
  typealias Layout = HeadMap<Double>.Layout

  let operation: String
  /// The tensor that they are.
  let field: TensorField<Reals>
  /// As they were given, the batch's axis included.
  let shape: Shape
  /// As the request says, or the usual one.
  let layout: Layout
  private let isGiven: Bool
  private let least: Int

  /// `usual`: the layout where the request says none; `least`: channels that a row must have.
  init(
    _ operation: String, _ request: Arguments, _ field: TensorField<Reals>, _ choice: Field<LayoutChoice>,
    usual: Layout, least: Int
  ) {
    self.operation = operation
    self.field = field
    self.least = least
    shape = request.shape(of: field) ?? .scalar
    isGiven = request[choice].layout != nil
    layout = request[choice].layout ?? usual
  }

  private var matrix: (first: Int, second: Int) {
    let extents = shape.extents.suffix(2)
    return (extents.first ?? 0, extents.last ?? 0)
  }

  private func rows(_ layout: Layout) -> Int { layout == .channelsFirst ? matrix.second : matrix.first }

  private func channels(_ layout: Layout) -> Int { layout == .channelsFirst ? matrix.first : matrix.second }

  /// Throws where rows have too few channels, or are not as many as the levels have cells, once or several times. The
  /// message says what the shape looks like.
  func check(_ levels: [GridLevel]?, perCell: Int?) throws(Problem) {
    let cells = levels?.rows(perCell: perCell ?? 1)?.last?.upperBound
    func fits(_ layout: Layout) -> Bool {
      guard channels(layout) >= least else { return false }
      guard let cells else { return levels == nil }
      return perCell == nil ? cells > 0 && rows(layout).isMultiple(of: cells) : rows(layout) == cells
    }
    guard fits(layout) else {
      if fits(layout.transposed) { throw transposed }
      guard channels(layout) >= least, let levels else {
        throw problem("\(operation) wants rows of \(least) channels or more, not \(channels(layout))")
      }
      throw problem(
        "there are \(counted(rows(layout), "row")), but image_size at these strides has \(levels.words) cells"
          + (perCell.map { $0 > 1 ? " of \($0) rows" : "" } ?? ""))
    }
    // More channels than rows is nothing that a network gives: 8400 rows of 84 were handed over the other way round.
    if !isGiven, levels == nil, fits(layout.transposed), channels(layout) > rows(layout), rows(layout) > least {
      throw transposed
    }
  }

  private var transposed: Problem {
    problem("\(operation) wants this transposed; set layout to \"\(layout.transposed.rawValue)\"")
  }

  private func problem(_ reason: String) -> Problem {
    Problem(.shapeMismatch, at: "/\(field.name)", "\(shape): \(reason)")
  }
}

extension HeadMap.Layout {
  /// The same layout of numbers in another precision.
  init(_ layout: HeadMap<Double>.Layout) { self = layout == .channelsFirst ? .channelsFirst : .channelsLast }
}
