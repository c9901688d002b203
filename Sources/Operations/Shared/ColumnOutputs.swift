import DetectionCore

/// The detections of all images as lists of one length, a row a detection.
struct ColumnOutputs: FieldGroup {
  let rows: RowOutputs
  let counts: Output<CountColumns>
  let imageIndices = Output.indices("image_indices", "(n,)", "The image that each box is of.")

  init(_ contents: DetectionContents) {
    rows = RowOutputs(contents)
    counts = .object("counts", CountColumns(contents), "What each stage left: a number for each image.")
  }

  func set<S: Scalar>(_ detections: [Detections<S>], _ names: LabelNames?, in answer: inout Answer) {
    rows.set(Detections(joining: detections), names, in: &answer)
    answer.set(counts) { $1.set(detections.map(\.counts), in: &$0) }
    answer.set(
      imageIndices, detections.enumerated().flatMap { Array(repeating: $0, count: $1.labels.count) })
  }
}
