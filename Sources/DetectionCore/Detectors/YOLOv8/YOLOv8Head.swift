import RealModule

/// YOLOv8's head for one image: a box and a score of every class for every cell, without anchors and without objectness.
///
/// As exported, rows hold a box (centre and size, in pixels) and scores. Before that they hold, for each side of the box,
/// a distribution over distances 0 … reg_max − 1 in strides, and the classes' logits:
///
///     d = Σ_i i · softmax(t)_i,   x1 = (column + ½ − d_left) · stride,  …
///
/// Jocher et al., «Ultralytics YOLOv8» (2023), `Detect` and `non_max_suppression`; the distribution is that of Li et al.,
/// «Generalized Focal Loss» (2020), §3.2. Of a row only the best class is a candidate, unless `labels` says otherwise; `topK`
/// counts over all levels.
public struct YOLOv8Head<S: Scalar>: RotatedHead {
  private let predictions: HeadPyramid<S>
  private let grid: Grid?
  private let activation: ScoreActivation
  /// Distances that a side is a distribution over; `nil`: rows hold boxes.
  private let regMax: Int?
  /// How the levels divide the rows.
  public let levels: [Range<Int>]
  /// Which classes of a row are candidates.
  public let labels: RowLabels

  /// Rows of the head.
  public var rows: Int { predictions.rows }
  /// Classes, a background class included.
  public let classes: Int
  private var boxChannels: Int { 4 * (regMax ?? 1) }
  /// Numbers of a row behind its classes.
  public var extraCount: Int { predictions.channels - boxChannels - classes }

  /// An exported head, or with `regMax`, distances that a side is a distribution over, a raw one. `levels` divide the
  /// rows, one a cell; a head of boxes may do without. `labels`: which classes of a row are candidates; `activation`: how
  /// their numbers become scores; `classes`: how many there are, `nil`: the channels behind the box are all classes.
  public init(
    _ predictions: HeadPyramid<S>, levels: [GridLevel] = [], labels: RowLabels = .best,
    activation: ScoreActivation = .none, regMax: Int? = nil, classes: Int? = nil
  ) throws(DetectionError) {
    let sides = regMax ?? 1
    guard sides >= 1, predictions.channels / 4 >= sides else {
      throw .conflict(.predictions, .channelsOfBox(predictions.channels, bins: regMax))
    }
    let behindBox = predictions.channels - 4 * sides
    guard (0...behindBox).contains(classes ?? behindBox) else {
      throw .conflict(.predictions, .channelsOfClasses(behindBox, classes: classes ?? 0))
    }
    self.classes = classes ?? behindBox
    grid = Grid(levels)
    if regMax != nil || !levels.isEmpty {
      guard let grid, grid.rows == predictions.rows else {
        throw .conflict(.predictions, .rowsBesideLevels(predictions.rows))
      }
      self.levels = grid.ranges
    } else {
      self.levels = []
    }
    (self.predictions, self.labels) = (predictions, labels)
    (self.activation, self.regMax) = (activation, regMax)
  }

  /// Offers the scores that may pass.
  public func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
    if activation == .none { try predictions.checkScores(.predictions, in: boxChannels..<boxChannels + classes) }
    try selection.select(predictions, from: boxChannels, count: classes, labels: labels, activation: activation)
  }

  /// A number of a row behind its classes.
  public func extra(_ row: Int, _ index: Int) -> S { predictions[row, boxChannels + classes + index] }

  /// A keypoint; of a raw head (2 t + cell) · stride, with the visibility's sigmoid, as `Pose.kpts_decode`.
  public func point(_ row: Int, _ x: S, _ y: S, visibility: S) -> (x: S, y: S, visibility: S) {
    guard let place = place(row) else { return (x, y, visibility) }
    return (
      (2 * x + place.column) * place.strideX, (2 * y + place.row) * place.strideY, sigmoid(visibility)
    )
  }

  /// Where the row's cell lies; `nil` of an exported head, whose rows hold boxes.
  private func place(_ row: Int) -> Grid.Place<S>? { regMax == nil ? nil : grid?.place(of: row, levels) }

  /// The box of a row, in the pixels of the network.
  public func box(_ row: Int, _ label: Int) -> CornerBox<S> {
    let numbers = (0..<4).map { side in
      regMax.map { predictions.mean(row, from: side * $0, $0) } ?? predictions[row, side]
    }
    guard regMax != nil, let place: Grid.Place<S> = grid?.place(of: row, levels) else {
      return CornerBox(centerX: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    }
    let (x, y) = (place.column + 0.5, place.row + 0.5)
    return CornerBox(
      x1: (x - numbers[0]) * place.strideX, y1: (y - numbers[1]) * place.strideY,
      x2: (x + numbers[2]) * place.strideX, y2: (y + numbers[3]) * place.strideY)
  }

  /// The rotated box of a row whose first number behind the classes is the angle; of a raw head as `dist2rbox`, with the
  /// angle (σ(t) − ¼) π.
  public func rotatedBox(_ row: Int) -> RotatedBox<S> {
    let angle = extra(row, 0)
    guard let regMax, let place = place(row) else {
      return RotatedBox(
        x: predictions[row, 0], y: predictions[row, 1], width: predictions[row, 2], height: predictions[row, 3],
        angle: angle)
    }
    let turn = (sigmoid(angle) - 0.25) * S.pi
    let sides = (0..<4).map { predictions.mean(row, from: $0 * regMax, regMax) }
    let (x, y) = ((sides[2] - sides[0]) / 2, (sides[3] - sides[1]) / 2)
    let (cos, sin) = (S.cos(turn), S.sin(turn))
    return RotatedBox(
      x: (x * cos - y * sin + place.column + 0.5) * place.strideX,
      y: (x * sin + y * cos + place.row + 0.5) * place.strideY, width: (sides[0] + sides[2]) * place.strideX,
      height: (sides[1] + sides[3]) * place.strideY, angle: turn)
  }
}

extension CornerBox {
  /// The box around a centre.
  @inline(__always)
  init(centerX x: S, y: S, width: S, height: S) {
    self.init(x1: x - width / 2, y1: y - height / 2, x2: x + width / 2, y2: y + height / 2)
  }
}
