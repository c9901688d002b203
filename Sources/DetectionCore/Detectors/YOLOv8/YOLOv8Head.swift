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
public struct YOLOv8Head<S: Scalar>: DetectorHead {
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
  public var classes: Int { predictions.channels - boxChannels }
  private var boxChannels: Int { 4 * (regMax ?? 1) }

  /// An exported head, or with `regMax`, distances that a side is a distribution over, a raw one. `levels` divide the
  /// rows, one a cell; a head of boxes may do without. `labels`: which classes of a row are candidates; `activation`: how
  /// their numbers become scores.
  public init(
    _ predictions: HeadPyramid<S>, levels: [GridLevel] = [], labels: RowLabels = .best,
    activation: ScoreActivation = .none, regMax: Int? = nil
  ) throws(DetectionError) {
    let sides = regMax ?? 1
    guard sides >= 1, predictions.channels / 4 >= sides else {
      throw .conflict(.predictions, .channelsOfBox(predictions.channels, bins: regMax))
    }
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
    if activation == .none { try predictions.checkScores(.predictions, in: boxChannels..<predictions.channels) }
    try selection.select(predictions, from: boxChannels, labels: labels, activation: activation)
  }

  /// The box of a row, in the pixels of the network.
  public func box(_ row: Int, _ label: Int) -> CornerBox<S> {
    let numbers = (0..<4).map { side in regMax.map { distance(row, from: side * $0, $0) } ?? predictions[row, side] }
    guard regMax != nil, let place: Grid.Place<S> = grid?.place(of: row, levels) else {
      return CornerBox(centerX: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    }
    let (x, y) = (place.column + 0.5, place.row + 0.5)
    return CornerBox(
      x1: (x - numbers[0]) * place.strideX, y1: (y - numbers[1]) * place.strideY,
      x2: (x + numbers[2]) * place.strideX, y2: (y + numbers[3]) * place.strideY)
  }

  /// The mean of a distribution that stands as logits in `count` channels.
  private func distance(_ row: Int, from first: Int, _ count: Int) -> S {
    let logits = (first..<first + count).map { predictions[row, $0] }
    let greatest = logits.max() ?? 0
    var (sum, moment): (S, S) = (0, 0)
    for (place, logit) in logits.enumerated() {
      let weight = S.exp(logit - greatest)
      sum += weight
      moment += S(place) * weight
    }
    return moment / sum
  }
}

extension CornerBox {
  /// The box around a centre.
  @inline(__always)
  init(centerX x: S, y: S, width: S, height: S) {
    self.init(x1: x - width / 2, y1: y - height / 2, x2: x + width / 2, y2: y + height / 2)
  }
}
