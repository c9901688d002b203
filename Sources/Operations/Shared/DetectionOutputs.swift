import DetectionCore

/// What every detector answers: an object for each image.
struct DetectionOutputs: FieldGroup {
  let images: Output<ImageOutputs>

  /// `hasMinimumSize`: boxes that are too small go before suppression, which is counted.
  init(hasMinimumSize: Bool = false) {
    images = .list(
      "images", of: ImageOutputs(hasMinimumSize: hasMinimumSize),
      "boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each "
        + "stage left; with explain, explanation. Best score first.")
  }

  /// The answer of a detector that answers nothing besides: each image's detections.
  func answer<S: Scalar>(_ count: Int, _ detect: (_ image: Int) throws -> Detections<S>) rethrows -> Answer {
    var answer = Answer()
    set(try (0..<count).map(detect), in: &answer)
    return answer
  }

  /// The answer where there are no images.
  var none: Answer {
    var answer = Answer()
    set([Detections<Double>](), in: &answer)
    return answer
  }

  func set<S: Scalar>(_ detections: [Detections<S>], in answer: inout Answer) {
    answer.set(images, each: detections) { image, outputs, detections in outputs.set(detections, in: &image) }
  }
}

/// The detections of an image.
struct ImageOutputs: FieldGroup {
  let boxes = Output.reals("boxes", "(n, 4)", "x1, y1, x2, y2, in pixels of the image, or of the original.")
  let scores = Output.reals("scores", "(n,)", "Best first.")
  let labels = Output.indices("labels", "(n,)", "Class indices.")
  let anchorIndices = Output.indices("anchor_indices", "(n,)", "The row that each box was decoded from.")
  let levels = Output.indices("levels", "(n,)", "The level of that row.")
  let counts: Output<CountOutputs>
  let explanation: Output<ExplanationOutputs>

  init(hasMinimumSize: Bool) {
    counts = .object("counts", CountOutputs(hasMinimumSize: hasMinimumSize), "What each stage left.")
    explanation = ExplanationOutputs.object(hasMinimumSize: hasMinimumSize)
  }

  func set<S: Scalar>(_ detections: Detections<S>, in answer: inout Answer) {
    answer.set(boxes, detections.boxes)
    answer.set(scores, detections.scores)
    answer.set(labels, detections.labels)
    answer.set(anchorIndices, detections.anchorIndices)
    answer.set(levels, detections.levels)
    answer.set(counts) { $1.set(detections.counts, in: &$0) }
    if let explained = detections.explanation { answer.set(explanation) { $1.set(explained, in: &$0) } }
  }
}
