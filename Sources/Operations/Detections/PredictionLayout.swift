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
  private let rowsPerCell: Int

  /// `usual`: the layout where the request says none; `least`: channels that a row must have; `rowsPerCell`: rows that
  /// a cell usually has.
  init(
    _ operation: String, _ request: Request, _ field: TensorField<Reals>, _ choice: Field<LayoutChoice>,
    usual: Layout, least: Int, rowsPerCell: Int = 1
  ) {
    self.operation = operation
    self.rowsPerCell = rowsPerCell
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
    guard !isGiven, levels == nil, fits(layout.transposed), channels(layout) > rows(layout), rows(layout) > least else {
      return
    }
    // More channels than rows is seldom what a network gives: 8400 rows of 84 were handed over the other way round, or
    // the image is very small.
    switch (areRows(rows(layout)), areRows(rows(layout.transposed))) {
    case (true, false): return
    case (true, true): throw ambiguous
    case (false, _): throw transposed
    }
  }

  /// Whether an image whose sides are multiples of 32 has so many rows on strides of 8, 16 and 32.
  private func areRows(_ count: Int) -> Bool { count > 0 && count.isMultiple(of: 21 * rowsPerCell) }

  private var ambiguous: Problem {
    problem(
      "\(rows(layout)) rows of \(channels(layout)) channels, or \(channels(layout)) rows of \(rows(layout))? Set "
        + "layout to \"\(layout.rawValue)\" or \"\(layout.transposed.rawValue)\", or give image_size")
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
