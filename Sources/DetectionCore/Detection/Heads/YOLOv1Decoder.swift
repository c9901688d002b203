/// The first YOLO's grid: every cell has B boxes with a confidence each, and one distribution over classes.
///
///     score = confidence · P(class | object),   x = (column + x̂)/S · W,   w = ŵ · W
///
/// Redmon et al., «You Only Look Once» (2016), §2 and §2.2.
public struct YOLOv1Decoder<S: Scalar>: Sendable {
  /// Where the numbers of a cell stand.
  public enum Layout: String, Sendable, CaseIterable {
    /// B boxes (x, y, w, h, confidence), then C classes: as the paper tells it.
    case cells
    /// All cells' classes, then all confidences, then all boxes: Darknet's output.
    case darknet
  }

  /// What is done with the candidates.
  public var stages: DetectionStages<S>
  /// Which classes of a box are candidates.
  public var labels: RowLabels
  /// B.
  public var boxesPerCell: Int
  /// Where numbers stand.
  public var layout: Layout
  /// ŵ and ĥ are square roots, as Darknet's networks give them.
  public var hasSquareRoots: Bool

  /// A decoder.
  public init(
    stages: DetectionStages<S>, labels: RowLabels = .all, boxesPerCell: Int = 2, layout: Layout = .cells,
    hasSquareRoots: Bool = false
  ) {
    self.stages = stages
    self.labels = labels
    self.boxesPerCell = boxesPerCell
    self.layout = layout
    self.hasSquareRoots = hasSquareRoots
  }

  /// Detections of one image: `predictions` (S, S, B·5 + C), of a grid that may have other sides than equal ones.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func detections(
    _ predictions: Tensor<S>, image: ImageSize<S>, mapping: ImageMapping<S>? = nil, deadline: Deadline = .never
  ) throws(DetectionError) -> Detections<S> {
    let boxes = boxesPerCell.multipliedReportingOverflow(by: 5)
    guard predictions.shape.rank == 3, boxesPerCell >= 1, !boxes.overflow, predictions.shape[2] >= boxes.partialValue
    else {
      throw .shapeMismatch(
        input: "predictions", expected: "(S, S, \(boxesPerCell)·5 + C)", found: predictions.shape)
    }
    let head = Head(
      predictions: predictions, boxesPerCell: boxesPerCell, labels: labels, layout: layout,
      hasSquareRoots: hasSquareRoots, image: image)
    return try stages.detections(of: head, mapping: mapping, deadline: deadline)
  }

  private struct Head: DetectorHead {
    let predictions: Tensor<S>
    let boxesPerCell: Int
    let labels: RowLabels
    let layout: Layout
    let hasSquareRoots: Bool
    let image: ImageSize<S>

    private var columns: Int { predictions.shape[1] }
    private var cells: Int { predictions.count == 0 ? 0 : predictions.shape[0] * columns }
    var rows: Int { cells * boxesPerCell }
    var classes: Int { predictions.shape[2] - 5 * boxesPerCell }

    private func probability(_ cell: Int, _ label: Int) -> S {
      predictions[layout == .darknet ? cell * classes + label : cell * predictions.shape[2] + 5 * boxesPerCell + label]
    }

    /// A number of a box: x, y, w, h, confidence.
    private func number(_ row: Int, _ place: Int) -> S {
      let (cell, box) = (row / boxesPerCell, row % boxesPerCell)
      guard layout == .darknet else { return predictions[cell * predictions.shape[2] + 5 * box + place] }
      let confidences = cells * classes
      return predictions[place == 4 ? confidences + row : confidences + rows + 4 * row + place]
    }

    func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
      let floor = selection.floor
      try selection.select { group in
        for row in 0..<rows {
          let confidence = number(row, 4)
          guard confidence > floor || floor < 0 else { continue }
          var best = (label: 0, number: -S.infinity)
          for label in 0..<classes {
            let score = confidence * probability(row / boxesPerCell, label)
            if labels == .all { group.offer(score, row: row, label: label) }
            if score > best.number { best = (label, score) }
          }
          if labels == .best, classes > 0 { group.offer(best.number, row: row, label: best.label) }
        }
      }
    }

    func box(_ row: Int, _ label: Int) -> CornerBox<S> {
      let cell = row / boxesPerCell
      let (x, y) = (S(cell % columns) + number(row, 0), S(cell / columns) + number(row, 1))
      let (w, h) = (number(row, 2), number(row, 3))
      return CornerBox(
        centerX: x / S(columns) * image.width, y: y / S(predictions.shape[0]) * image.height,
        width: (hasSquareRoots ? w * w : w) * image.width, height: (hasSquareRoots ? h * h : h) * image.height)
    }
  }
}
