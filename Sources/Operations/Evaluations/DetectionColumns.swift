import DetectionCore
import Evaluation
import JSON

/// Detections as columns, in place of a COCO results list.
struct DetectionColumns: FieldGroup {
  let boxes: TensorField<Reals>
  let scores: TensorField<Reals>
  let labels: TensorField<Indices>
  let images: TensorField<Indices>

  /// Columns of one model among several; `suffix`: what the names end with.
  init(_ suffix: String, of rows: String = "N", isOptional: Bool = false) {
    let given = Condition.given("boxes\(suffix)")
    let field = TensorField.reals("boxes\(suffix)", .of(rows, "4"), holds: "Boxes of detections, in format.")
    boxes = isOptional ? field.optional(otherwise: "there is one model") : field.oneOf("detections\(suffix)")
    scores = TensorField.reals("scores\(suffix)", .of(rows), holds: "Their scores, any finite numbers.")
      .optional(otherwise: "there is no detection").only(given)
    labels = TensorField.indices("labels\(suffix)", .of(rows), holds: "Their categories, as target_labels.")
      .optional(otherwise: "there is no detection").only(given)
    images = TensorField.indices(
      "image_indices\(suffix)", .of(rows), holds: "The image of each, counted from 0."
    ).optional(otherwise: "there is no detection").only(given)
  }

  /// Columns that were read.
  struct Columns {
    let imageIDs: Tensor<Int64>
    let labels: Tensor<Int64>
    let records: DetectionRecords
  }

  func read(_ request: Request, _ format: BoxFormat) throws -> Columns {
    let (images, labels) = (try request.whole(images), try request.whole(labels))
    let records = DetectionRecords(
      images: .integers(images), categories: .integers(labels), boxes: try request.sizedBoxes(boxes, format),
      scores: try request.tensor(scores, as: Double.self))
    return Columns(imageIDs: images, labels: labels, records: records)
  }
}
