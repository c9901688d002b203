import DetectionCore

/// What a request to `boxes.nms` says, read once: the rows of its images are then suppressed one image after the other.
struct SuppressedRows<S: Scalar> {
  private enum Rows {
    case upright(Boxes<S>)
    case rotated(RotatedBoxes<S>)
  }

  private let rows: Rows
  private let scores: Tensor<S>
  private let labels: Tensor<Int>?
  private let suppression: Suppression<S>
  private let convention: SuppressionConvention
  private let least: S?
  private let ofClasses: [S]?
  private let most: Int
  private let mostPerClass: Int?
  private let limits: Limits
  private let explanationLimit: Int?

  init(_ request: Request, _ fields: SuppressBoxes) throws {
    let threshold = request[fields.scoreThreshold]
    suppression = try fields.suppression.read(request, iouThreshold: fields.iouThreshold, scoreThreshold: threshold)
    switch threshold {
    case .one(let number): (least, ofClasses) = (S(number), nil)
    case .each(let numbers): (least, ofClasses) = (nil, numbers.map { S($0) })
    case nil: (least, ofClasses) = (nil, nil)
    }
    (scores, labels) = (try request.tensor(fields.scores), request.optionalTensor(fields.labels))
    (most, mostPerClass) = (request[fields.maxDetections] ?? .max, request[fields.maxDetectionsPerClass])
    limits = request.limits
    explanationLimit = request[fields.explain] ? request.limits.answerElements : nil
    convention = fields.convention.read(request)
    switch request[fields.format] {
    case .upright(let format): rows = .upright(try request.boxes(fields.boxes, format))
    case .rotated: rows = .rotated(try request.rotatedBoxes(fields.boxes))
    }
    if !convention.isPlain { try checkOneOfEach(fields) }
  }

  /// Boxes that are shifted, or set apart, have no class of their own to look a threshold up by, or to be counted in.
  private func checkOneOfEach(_ fields: SuppressBoxes) throws(Problem) {
    let place: String? =
      switch (suppression.iouThreshold, suppression.decayedThreshold, ofClasses) {
      case (.each, _, _), (_, .each, _): fields.iouThreshold.name
      case (_, _, .some): fields.scoreThreshold.name
      default: mostPerClass.map { _ in fields.maxDetectionsPerClass.name }
      }
    guard let place else { return }
    throw Problem(
      .conflictingFields, at: "/\(place)",
      "\(place) tells classes apart, which goes with class_separation \"labels\" and zero_area \"same\" only")
  }

  /// What stays of some rows; `nil`: of all.
  func suppressed(_ chosen: [Int]?) throws -> SuppressedBoxes<S> {
    let (scores, labels) = (scores.rows(chosen), labels?.rows(chosen))
    switch rows {
    case .upright(let all):
      let boxes = try chosen.map { try Boxes(all.tensor.rows($0), format: all.format) } ?? all
      let (suppression, rows, classes) = try prepared(boxes, labels)
      return try suppression.evaluate(
        rows, scores: scores, labels: classes, scoreThreshold: least, classThresholds: ofClasses, maxDetections: most,
        maxDetectionsPerClass: mostPerClass, explanationLimit: explanationLimit, deadline: limits.deadline)
    case .rotated(let all):
      return try suppression.evaluate(
        try chosen.map { try RotatedBoxes(all.tensor.rows($0)) } ?? all, scores: scores, labels: labels,
        scoreThreshold: least, classThresholds: ofClasses, maxDetections: most, maxDetectionsPerClass: mostPerClass,
        explanationLimit: explanationLimit, deadline: limits.deadline)
    }
  }

  /// What a library does to boxes before it suppresses; by default nothing.
  private func prepared(_ boxes: Boxes<S>, _ labels: Tensor<Int>?) throws(DetectionError) -> (
    Suppression<S>, Boxes<S>, Tensor<Int>?
  ) {
    guard !convention.isPlain else { return (suppression, boxes, labels) }
    let prepared = try convention.prepare(boxes, labels: labels, isAgnostic: suppression.classAgnostic)
    var suppression = suppression
    suppression.classAgnostic = prepared.labels == nil
    return (suppression, prepared.boxes, prepared.labels)
  }
}
