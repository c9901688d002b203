import RealModule

/// The heads of YOLOv3 and YOLOv5: boxes around the anchors of a grid's cells, with an objectness and class scores.
///
/// A row holds t_x, t_y, t_w, t_h, t_o and a number of each class; its score is objectness · class.
public struct AnchorGridDecoder<S: Scalar>: Sendable {
  /// How a box is read from a row's first four numbers.
  public enum BoxCoding: Sendable {
    /// It is the box: centre and size in pixels, objectness and classes are probabilities.
    case boxes
    /// x = (σ(t_x) + column) · stride, w = w_a exp(t_w): Redmon and Farhadi, «YOLOv3» (2018), §2.1.
    case exponential(AnchorPyramid)
    /// x = (2σ(t_x) − ½ + column) · stride, w = w_a (2σ(t_w))²: Jocher et al., «YOLOv5» (2020), `Detect`.
    case quadratic(AnchorPyramid)
  }

  /// What is done with the candidates. `topK` counts over all levels.
  public var stages: DetectionStages<S>
  /// Which classes of a row are candidates.
  public var labels: RowLabels
  /// How boxes are read.
  public var coding: BoxCoding

  /// A decoder.
  public init(stages: DetectionStages<S> = .init(), labels: RowLabels = .all, coding: BoxCoding = .boxes) {
    self.stages = stages
    self.labels = labels
    self.coding = coding
  }

  /// Detections of one image. Rows run level by level; `levels` divide rows of boxes, which may do without.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func detections(
    _ predictions: HeadPyramid<S>, levels: [Range<Int>] = [], mapping: ImageMapping<S>? = nil,
    deadline: Deadline = .never
  ) throws(DetectionError) -> Detections<S> {
    guard predictions.channels >= 5 else {
      throw .conflict(
        input: "predictions",
        reason: "predictions have \(predictions.channels) channels, but a box and its objectness alone take 5")
    }
    let head = Head(
      predictions: predictions, levels: try ranges(predictions.rows, levels), labels: labels, coding: coding)
    return try stages.detections(of: head, mapping: mapping, deadline: deadline)
  }

  private func ranges(_ rows: Int, _ levels: [Range<Int>]) throws(DetectionError) -> [Range<Int>] {
    switch coding {
    case .boxes: return levels
    case .exponential(let grid), .quadratic(let grid):
      guard let ranges = grid.rows, ranges.last?.upperBound ?? 0 == rows else {
        throw .conflict(
          input: "predictions", reason: "predictions have \(rows) rows, which is not what the levels hold")
      }
      return ranges
    }
  }

  private struct Head: DetectorHead {
    let predictions: HeadPyramid<S>
    let levels: [Range<Int>]
    let labels: RowLabels
    let coding: BoxCoding

    var rows: Int { predictions.rows }
    var classes: Int { predictions.channels - 5 }
    private var activation: ScoreActivation { if case .boxes = coding { .none } else { .sigmoid } }

    /// Objectness first: no score is greater than it.
    func select(into selection: inout CandidateSelection<S>, deadline: Deadline) throws(DetectionError) {
      let (least, activation) = (selection.floor, activation)
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

    func box(_ row: Int, _ label: Int) -> CornerBox<S> {
      let (x, y, w, h) = (predictions[row, 0], predictions[row, 1], predictions[row, 2], predictions[row, 3])
      switch coding {
      case .boxes: return CornerBox(centerX: x, y: y, width: w, height: h)
      case .exponential(let grid):
        let cell = grid.cell(of: row, levels, as: S.self)
        return CornerBox(
          centerX: (sigmoid(x) + cell.x) * cell.strideX, y: (sigmoid(y) + cell.y) * cell.strideY,
          width: .exp(w) * cell.width, height: .exp(h) * cell.height)
      case .quadratic(let grid):
        let cell = grid.cell(of: row, levels, as: S.self)
        let (width, height) = (2 * sigmoid(w), 2 * sigmoid(h))
        return CornerBox(
          centerX: (2 * sigmoid(x) - 0.5 + cell.x) * cell.strideX, y: (2 * sigmoid(y) - 0.5 + cell.y) * cell.strideY,
          width: width * width * cell.width, height: height * height * cell.height)
      }
    }
  }
}
