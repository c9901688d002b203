import DetectionCore

/// The detections of an image.
struct ImageOutputs: FieldGroup {
  let rows: RowOutputs
  let counts: Output<CountOutputs>
  let explanation: Output<ExplanationOutputs>

  init(_ contents: DetectionContents) {
    rows = RowOutputs(contents)
    let sifting = StageFields.sifting(contents)
    counts = .object("counts", CountOutputs(sifting: sifting), "What each stage left.")
    explanation = ExplanationOutputs.object(sifting: sifting)
  }

  func set<S: Scalar>(_ detections: Detections<S>, _ names: LabelNames?, in answer: inout Answer) {
    rows.set(detections, names, in: &answer)
    answer.set(counts) { $1.set(detections.counts, in: &$0) }
    if let explained = detections.explanation { answer.set(explanation) { $1.set(explained, in: &$0) } }
  }
}
