import DetectionCore

/// The columns of `matches`.
struct MatchColumns: FieldGroup {
  let images = Output.indices("image_indices", "(P,)", "")
  let rows: Output<Indices>
  let targets = Output.indices("target_indices", "(P,)", "")
  let iou = Output.reals("iou", "(P,)", "")

  init(rows: String) { self.rows = .indices(rows, "(P,)", "") }
}
