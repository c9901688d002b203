import DetectionCore
import Evaluation
import JSON

/// `evaluations.compare`
struct CompareModels: FieldedOperation {
  let about = About(
    "evaluations", "compare",
    summary: "Whether one model is better than another: COCO's numbers of both, with confidence intervals.",
    formula: "percentiles of b − a over samples that draw as many images as there are, with replacement, in pairs",
    source: "Efron, «Bootstrap Methods: Another Look at the Jackknife» (1979); COCO's numbers as evaluations.coco",
    example: ComparisonExample.columns)

  let groundTruth = RecordsField.groundTruth(
    "ground_truth", "A COCO object as its file is: images, categories, annotations."
  ).oneOf("ground truth")
  let first = RecordsField.detections("detections_a", "The first model's results, a COCO results list.")
    .oneOf("detections_a")
  let second = RecordsField.detections("detections_b", "The second model's results.")
    .optional(otherwise: "intervals of the first model alone")
  let targets = TargetColumns()
  let firstColumns = DetectionColumns("_a")
  let secondColumns = DetectionColumns("_b", of: "P", isOptional: true)
  let fields = COCOFields()
  let samples = Field.integer("samples", .from(1, to: 100_000), default: 1000, "How many samples are drawn.")
  let seed = Field.integer(
    "seed", .notNegative, default: 0, "The samples follow from it, on every machine and any number of processors.")
  let confidence = Field.number(
    "confidence", NumberRange(exclusiveMinimum: 0, maximum: 1), default: 0.95,
    "The share of samples within the intervals, below 1.")
  let summary = Output.object("summary", ComparedSummaryOutputs(), "COCO's numbers of each, and b − a.")
  let intervals = Output.object("intervals", ComparedIntervalOutputs(), "The ends of their intervals.")
  let perClass = Output.rows("per_class", of: ComparedClassOutputs(), "A row per category, ascending by id: its AP.")
  let drawn = Output.count("samples", "How many samples were drawn.")
  let warnings = EvaluationWarningOutput.warnings

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    var comparison = ModelComparison()
    comparison.samples = request[samples]
    comparison.seed = UInt64(clamping: request[seed])
    comparison.confidence = request[confidence]
    comparison.parameters = fields.parameters(request)
    comparison.elementLimit = request.limits.answerElements
    guard request.limits.reserve(8 * comparison.samples * 64) else {
      throw Problem(.overloaded, at: "/samples", "there is no memory for so many samples now")
    }
    let models = try models(request)
    try request.reserve(
      comparison.parameters, detections: models.reduce(0) { $0 + $1.records.detections.count },
      categories: models.reduce(0) { $0 + $1.records.categoryCount })
    let result = try models[0].evaluate(request) { [comparison] a throws(EvaluationError) in
      let deadline = request.limits.deadline
      return models.count > 1
        ? try comparison.compare(a, models[1].records, deadline: deadline)
        : try comparison.intervals(a, deadline: deadline)
    }
    return answer(result, isPair: models.count > 1, as: S.self)
  }

  private func models(_ request: Request) throws -> [EvaluatedRecords] {
    let source = try targets.source(request, groundTruth, [(first, firstColumns), (second, secondColumns)])
    let hasSecond = request.has(second) || request.has(secondColumns.boxes)
    switch source {
    case .records:
      let groundTruth = try request.records(groundTruth, fields.wants(request))
      let fields = hasSecond ? [first, second] : [first]
      let detections = try fields.map { try request.records($0) }
      request.discardRecords()
      return try zip(fields, detections).map { field, detections in
        try EvaluatedRecords(groundTruth, detections, request, RecordPlaces(detections: field.name))
      }
    case .columns:
      let columns = hasSecond ? [firstColumns, secondColumns] : [firstColumns]
      let (groundTruth, detections) = try targets.read(request, columns)
      return try zip(columns, detections).map { columns, detections in
        try EvaluatedRecords(groundTruth, detections, request, RecordPlaces(targets, columns))
      }
    }
  }

  private func answer<S: Scalar>(_ result: ComparisonResult, isPair: Bool, as scalar: S.Type) -> Answer {
    var answer = Answer()
    answer.set(summary) { answer, group in
      answer.set(group.a) { $0.set($1.numbers, result.summary.named { $0.a }, as: S.self) }
      guard isPair else { return }
      answer.set(group.b) { $0.set($1.numbers, result.summary.named { $0.b }, as: S.self) }
      answer.set(group.difference) { $0.set($1.numbers, result.summary.named { $0.difference }, as: S.self) }
    }
    answer.set(intervals) { answer, group in
      answer.set(group.a) { $1.set(&$0, result.summary, as: S.self) { $0.aInterval } }
      guard isPair else { return }
      answer.set(group.b) { $1.set(&$0, result.summary, as: S.self) { $0.bInterval } }
      answer.set(group.difference) { $1.set(&$0, result.summary, as: S.self) { $0.differenceInterval } }
    }
    answer.set(perClass, each: result.perClass) { answer, group, row in
      answer.set(group.id, row.id)
      answer.set(group.name, row.name)
      group.set(&answer, row.averagePrecision, isPair: isPair, as: S.self)
    }
    answer.set(drawn, result.samples)
    answer.set(warnings, result.warnings.map(\.sentence))
    return answer
  }
}
