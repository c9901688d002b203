import RealModule

/// The head of YOLOv3 and YOLOv5 for one image: boxes around the anchors of a grid's cells, with an objectness and class scores.
///
/// A row holds t_x, t_y, t_w, t_h, t_o and a number of each class; its score is objectness · class. `topK` counts over all levels.
public struct AnchorGridHead<S: Scalar>: ExtraNumbers {
  /// How a box is read from a row's first four numbers.
  public enum BoxCoding: Sendable {
    /// It is the box: centre and size in pixels, objectness and classes are probabilities.
    case boxes
    /// x = (σ(t_x) + column) · stride, w = w_a exp(t_w): Redmon and Farhadi, «YOLOv3» (2018), §2.1.
    case exponential(Grid)
    /// x = (2σ(t_x) − ½ + column) · stride, w = w_a (2σ(t_w))²: Jocher et al., «YOLOv5» (2020), `Detect`.
    case quadratic(Grid)
    /// x = (t_x + column) · stride, w = exp(t_w) · stride, one row a cell: Ge et al., «YOLOX» (2021), `decode_outputs`.
    case cells(Grid)
  }

  private let predictions: HeadPyramid<S>
  private let coding: BoxCoding
  private let activation: ScoreActivation
  /// How the levels divide the rows.
  public let levels: [Range<Int>]
  /// Which classes of a row are candidates.
  public let labels: RowLabels

  /// Rows of the head.
  public var rows: Int { predictions.rows }
  /// Classes, a background class included.
  public let classes: Int
  /// Numbers of a row behind its classes.
  public var extraCount: Int { predictions.channels - 5 - classes }

  /// A head whose rows run level by level; `levels` divide rows of boxes, which may do without. `labels`: which classes of
  /// a row are candidates; `classes`: how many there are, `nil`: the channels behind the objectness are all classes.
  public init(
    _ predictions: HeadPyramid<S>, levels: [Range<Int>] = [], labels: RowLabels = .all, coding: BoxCoding = .boxes,
    activation: ScoreActivation? = nil, classes: Int? = nil
  ) throws(DetectionError) {
    guard predictions.channels >= 5 else {
      throw .conflict(.predictions, .channelsOfBoxAndObjectness(predictions.channels))
    }
    guard (0...predictions.channels - 5).contains(classes ?? 0) else {
      throw .conflict(.predictions, .channelsOfClasses(predictions.channels - 5, classes: classes ?? 0))
    }
    self.classes = classes ?? predictions.channels - 5
    self.activation = activation ?? coding.activation
    self.levels = try coding.ranges(predictions.rows, levels)
    (self.predictions, self.labels, self.coding) = (predictions, labels, coding)
  }

  /// Objectness first: no score is greater than it.
  public func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
    let (least, activation) = (selection.floor, activation)
    if activation == .none {
      try predictions.checkScores(.predictions, in: 5..<5 + classes)
      try predictions.checkScores(.predictions, in: 4..<5)
    }
    try selection.select { group in
      predictions.forEachMap { map, first in
        map.forEach(in: 4..<5, above: activation.floor(of: least)) { row, _, number in
          offer(map, row, first, objectness: activation.score(number), activation, to: &group)
        }
      }
    }
  }

  @inline(__always)
  private func offer(
    _ map: HeadMap<S>, _ row: Int, _ first: Int, objectness: S, _ activation: ScoreActivation,
    to group: inout CandidateSelection<S>.Group
  ) {
    var best = (label: 0, number: -S.infinity)
    for label in 0..<classes {
      let number = map[row, 5 + label]
      if labels == .all {
        group.offer(activation.score(number) * objectness, row: first + row, label: label)
      } else if number > best.number {
        best = (label, number)
      }
    }
    if labels == .best, classes > 0 {
      group.offer(activation.score(best.number) * objectness, row: first + row, label: best.label)
    }
  }

  /// A number of a row behind its classes.
  public func extra(_ row: Int, _ index: Int) -> S { predictions[row, 5 + classes + index] }

  /// The box of a row, in the pixels of the network.
  public func box(_ row: Int, _ label: Int) -> CornerBox<S> {
    let (x, y, w, h) = (predictions[row, 0], predictions[row, 1], predictions[row, 2], predictions[row, 3])
    switch coding {
    case .boxes: return CornerBox(centerX: x, y: y, width: w, height: h)
    case .exponential(let grid):
      let cell = grid.place(of: row, levels, as: S.self)
      return CornerBox(
        centerX: (sigmoid(x) + cell.column) * cell.strideX, y: (sigmoid(y) + cell.row) * cell.strideY,
        width: .exp(w) * cell.width, height: .exp(h) * cell.height)
    case .cells(let grid):
      let cell = grid.place(of: row, levels, as: S.self)
      return CornerBox(
        centerX: (x + cell.column) * cell.strideX, y: (y + cell.row) * cell.strideY, width: .exp(w) * cell.strideX,
        height: .exp(h) * cell.strideY)
    case .quadratic(let grid):
      let cell = grid.place(of: row, levels, as: S.self)
      let (width, height) = (2 * sigmoid(w), 2 * sigmoid(h))
      return CornerBox(
        centerX: (2 * sigmoid(x) - 0.5 + cell.column) * cell.strideX,
        y: (2 * sigmoid(y) - 0.5 + cell.row) * cell.strideY,
        width: width * width * cell.width, height: height * height * cell.height)
    }
  }
}

extension AnchorGridHead.BoxCoding {
  /// What makes scores where nothing else is said.
  fileprivate var activation: ScoreActivation { if case .boxes = self { .none } else { .sigmoid } }

  /// The rows of each level: the grid's, which must be all there are, or else those that were given.
  fileprivate func ranges(_ rows: Int, _ levels: [Range<Int>]) throws(DetectionError) -> [Range<Int>] {
    switch self {
    case .boxes: return levels
    case .exponential(let grid), .quadratic(let grid), .cells(let grid):
      guard grid.rows == rows else {
        throw .conflict(.predictions, .rowsBesideLevels(rows))
      }
      return grid.ranges
    }
  }
}
