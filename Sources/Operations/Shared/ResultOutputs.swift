import DetectionCore
import Evaluation

/// A detection as a row of COCO's results.
struct ResultOutputs: FieldGroup {
  let imageID = Output.id("image_id", "The image, by image_ids.")
  let categoryID = Output.id("category_id", "The class, by category_ids.")
  let box = Output.reals("bbox", "(4,)", "x, y of the upper left corner, width, height.")
  let score = Output.reals("score", "()", "The score.")
  let labelNames = Output.words("label_name", "()", "The name of the class.").only(
    .given(AnswerFormatFields.classNames))

  let keypoints: Output<Reals>?
  let segmentation: Output<SegmentationOutputs>?

  init(_ contents: DetectionContents) {
    keypoints =
      contents.contains(.keypoints)
      ? .reals("keypoints", "(m,)", "x, y, visibility of each keypoint, one after the other.") : nil
    segmentation =
      contents.contains(.masks)
      ? .object("segmentation", SegmentationOutputs(), "The mask, run-length encoded as COCO has it.") : nil
  }

  /// COCO's x, y, v; a keypoint without a visibility is visible.
  private static func triples<S: Scalar>(_ points: Tensor<S>) -> [S] {
    let (count, width) = (points.shape[0], points.shape[1])
    return (0..<count).flatMap { point in
      [points[point * width], points[point * width + 1], width > 2 ? points[point * width + 2] : 2]
    }
  }

  func set<S: Scalar>(_ row: ResultRow<S>, _ ids: ResultIDs, _ names: LabelNames?, in answer: inout Answer) throws {
    let (detections, position) = (row.detections, row.position)
    let label = detections.labels[position]
    answer.set(imageID, ids.image(row.image))
    answer.set(categoryID, try ids.category(label))
    let corners = (0..<4).map { detections.boxes[4 * position + $0] }
    answer.set(box, [corners[0], corners[1], corners[2] - corners[0], corners[3] - corners[1]])
    answer.set(score, detections.scores[position])
    if let names { answer.set(labelNames, names[label]) }
    if let keypoints, let points = detections.keypoints?.row(position) {
      answer.set(keypoints, Self.triples(points))
    }
    if let segmentation, let mask = detections.masks?[position] {
      answer.set(segmentation) { $1.set(mask, in: &$0) }
    }
  }
}
