import DetectionCore

/// The columns of `samples`.
struct SampleColumns: FieldGroup {
  let images = Output.indices("image_indices", "(P,)", "")
  let rows: Output<Indices>

  init(rows: String) { self.rows = .indices(rows, "(P,)", "") }
}
