/// The first YOLO's grid for one image: every cell has B boxes with a confidence each, and one distribution over classes.
///
///     score = confidence · P(class | object),   x = (column + x̂)/S · W,   w = ŵ · W
///
/// Redmon et al., «You Only Look Once» (2016), §2 and §2.2.
public struct YOLOv1Head<S: Scalar>: DetectorHead {
  /// Where the numbers of a cell stand.
  public enum Layout: String, Sendable, CaseIterable {
    /// B boxes (x, y, w, h, confidence), then C classes: as the paper tells it.
    case cells
    /// All cells' classes, then all confidences, then all boxes: Darknet's output.
    case darknet
  }

  private let predictions: Tensor<S>
  private let image: ImageSize<S>
  private let boxesPerCell: Int
  private let layout: Layout
  private let hasSquareRoots: Bool
  /// Which classes of a row are candidates.
  public let labels: RowLabels

  /// A head `predictions` (S, S, B·5 + C), of a grid that may have other sides than equal ones. `labels`: which classes of
  /// a box are candidates; `boxesPerCell`: B; `hasSquareRoots`: ŵ and ĥ are square roots, as Darknet's networks give them.
  public init(
    _ predictions: Tensor<S>, image: ImageSize<S>, labels: RowLabels = .all, boxesPerCell: Int = 2,
    layout: Layout = .cells, hasSquareRoots: Bool = false
  ) throws(DetectionError) {
    let boxes = boxesPerCell.multipliedReportingOverflow(by: 5)
    guard predictions.shape.rank == 3, boxesPerCell >= 1, !boxes.overflow, predictions.shape[2] >= boxes.partialValue
    else {
      throw .shape(.predictions, .cells(boxesPerCell: boxesPerCell), found: predictions.shape)
    }
    (self.predictions, self.image, self.labels) = (predictions, image, labels)
    (self.boxesPerCell, self.layout, self.hasSquareRoots) = (boxesPerCell, layout, hasSquareRoots)
  }

  private var columns: Int { predictions.shape[1] }
  private var cells: Int { predictions.count == 0 ? 0 : predictions.shape[0] * columns }
  /// Rows of the head.
  public var rows: Int { cells * boxesPerCell }
  /// Classes, a background class included.
  public var classes: Int { predictions.shape[2] - 5 * boxesPerCell }

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

  /// Offers the scores that may pass.
  public func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
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

  /// The box of a row, in the pixels of the network.
  public func box(_ row: Int, _ label: Int) -> CornerBox<S> {
    let cell = row / boxesPerCell
    let (x, y) = (S(cell % columns) + number(row, 0), S(cell / columns) + number(row, 1))
    let (w, h) = (number(row, 2), number(row, 3))
    return CornerBox(
      centerX: x / S(columns) * image.width, y: y / S(predictions.shape[0]) * image.height,
      width: (hasSquareRoots ? w * w : w) * image.width, height: (hasSquareRoots ? h * h : h) * image.height)
  }
}
