import DetectionCore

/// What every detector answers: an object for each image, COCO's results, or columns.
struct DetectionOutputs: FieldGroup {
  let format = AnswerFormatFields()
  let images: Output<ImageOutputs>
  let results: Output<ResultOutputs>
  let columns: ConditionalFields<ColumnOutputs>

  /// Bytes of a row of results in memory: objects, which columns are not.
  private static let rowSize = 1024

  /// `contents`: what there is beside boxes, scores and labels.
  init(_ contents: DetectionContents = []) {
    images = .list(
      "images", of: ImageOutputs(contents),
      "boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each "
        + "stage left; with explain, explanation. Best score first."
    ).only(.when(AnswerFormatFields.format, is: .images))
    results = .rows(
      "results", of: ResultOutputs(contents),
      "COCO's results: {\"image_id\", \"category_id\", \"bbox\": [x, y, w, h], \"score\"} of each detection, image by "
        + "image, best score first."
    ).only(.when(AnswerFormatFields.format, is: .coco))
    columns = ColumnOutputs(contents).only(.when(AnswerFormatFields.format, is: .columns))
  }

  /// The answer of a detector that answers nothing besides: each image's detections.
  func answer<S: Scalar>(_ request: Request, _ count: Int, _ detect: (_ image: Int) throws -> Detections<S>) throws
    -> Answer
  {
    var answer = Answer()
    try set(request, try (0..<count).map(detect), in: &answer)
    return answer
  }

  /// The answer where there are no images.
  func none(_ request: Request) throws -> Answer {
    var answer = Answer()
    if request.precision == .float32 {
      try set(request, [Detections<Float>](), in: &answer)
    } else {
      try set(request, [Detections<Double>](), in: &answer)
    }
    return answer
  }

  func set<S: Scalar>(_ request: Request, _ detections: [Detections<S>], in answer: inout Answer) throws {
    let names = try format.names(request)
    switch request[format.format] {
    case .images:
      answer.set(images, each: detections) { $1.set($2, names, in: &$0) }
    case .coco:
      let ids = try format.ids(request, images: detections.count)
      let count = detections.reduce(0) { $0 + $1.labels.count }
      guard request.limits.reserve(Self.rowSize * count) else { throw Problem.noMemory(for: "the answer") }
      try answer.set(results, each: ResultRow.all(detections)) { try $1.set($2, ids, names, in: &$0) }
    case .columns: columns.group.set(detections, names, in: &answer)
    }
  }
}
