import DetectionCore
import Evaluation
import JSON

/// `evaluations.accumulate`
struct AccumulateShards: FieldedOperation {
  let about = About(
    "evaluations", "accumulate",
    summary: "COCO's numbers from matched shards, equal to the bit to those of all records at once.",
    formula: "evaluations.coco of the shards' records, from the columns of evaluations.match one behind the other",
    source: "pycocotools 2.0.11, COCOeval.accumulate and summarize; the columns are focald's own",
    example: """
      {"images": [0, 0, 1, 1], "categories": [1, 2, 1, 1], "scores": [0.9, 0.8, 0.7, 0.3], \
      "matched": [[[1023, 1023, 0, 0]], [[1023, 0, 1023, 0]], [[255, 0, 255, 0]], [[0, 0, 0, 0]]], \
      "ignored": [[[0, 0, 0, 1023]], [[0, 0, 0, 0]], [[0, 0, 0, 0]], [[0, 0, 1023, 1023]]], \
      "counted_categories": [1, 2], "objects_by_range": [[2, 1, 1, 0], [1, 0, 1, 0]], "objects": [2, 1], \
      "detections": [3, 1], "shard_counts": [[2, 3, 4, 0, 0]]}
      """)

  let images = RecordsField.ids("images", .of("N"), "The image of each detection; an image is in one shard only.")
  let categories = RecordsField.ids("categories", .of("N"), "Its category.")
  let scores = TensorField.reals("scores", .of("N"), holds: "Its score.")
  let matched = TensorField.indices(
    "matched", .of("N", "C", "A"), holds: "Bit t of word c: it has an object at threshold 16 c + t, in area range a.")
  let ignored = TensorField.indices("ignored", .of("N", "C", "A"), holds: "Likewise: it is ignored.")
  let counted = RecordsField.ids(
    "counted_categories", .of("L"), "The categories of the shards, each as often as there are shards.")
  let objectsByRange = TensorField.indices(
    "objects_by_range", .of("L", "A"), holds: "Objects of each that count in each range.")
  let objects = TensorField.indices("objects", .of("L"), holds: "Objects of each, neither crowd nor ignored.")
  let detections = TensorField.indices("detections", .of("L"), holds: "Detections of each.")
  let shardCounts = TensorField.indices(
    "shard_counts", .of("H", "5"), holds: "Per shard images, objects, detections, objects and detections left out."
  ).optional(otherwise: "the answer's counts are those of the columns")
  let names = Field<[String]?>.optionalTexts(
    "category_names", "The name of each of counted_categories, empty for none.")
  let fields = COCOFields()
  let outputs = COCOOutputs()
  let arrays = COCOArrayFields()

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    var evaluation = ShardAccumulation(fields.parameters(request), arrayLimit: arrays.limit(request))
    if let counts = request.optionalTensor(shardCounts) { evaluation.shardCounts = counts.map { Int64($0) } }
    let columns = Evaluation.MatchColumns(
      images: try ids(images, request), categories: try ids(categories, request),
      scores: try request.tensor(scores, as: Double.self), matched: try words(matched, request),
      ignored: try words(ignored, request), countedCategories: try ids(counted, request),
      objectsByRange: try request.whole(objectsByRange), objects: try request.whole(objects),
      detections: try request.whole(detections))
    try AnswerRows.reserve(columns.countedCategories.count, of: AnswerRows.category, request)
    try request.reserve(evaluation.parameters, detections: 0, categories: columns.countedCategories.count)
    let names = try names(request, columns.countedCategories)
    request.discardRecords()
    let result: COCOResult
    do throws(EvaluationError) {
      result = try evaluation.accumulate(columns, deadline: request.limits.deadline)
    } catch {
      throw Problem(error, request, .shards)
    }
    var answer = Answer()
    outputs.set(&answer, result, names: names, as: S.self)
    arrays.set(&answer, result, request, as: S.self)
    return answer
  }

  private func ids(_ field: RecordsField<IDColumn>, _ request: Request) throws(Problem) -> IDColumn {
    guard let ids = try request.ids(field) else {
      throw Problem(.missingField, at: "/\(field.name)", "\(field.name) is missing")
    }
    return ids
  }

  private func words(_ field: TensorField<Indices>, _ request: Request) throws -> Tensor<UInt16> {
    let words = try request.tensor(field)
    if let wrong = words.withElements({ $0.firstIndex { !(0...0xFFFF).contains($0) } }) {
      throw Problem(
        .outOfRange, at: request.pointer(to: field.name, position: wrong),
        "expected sixteen bits, a whole number from 0 to 65535, found \(words[wrong])")
    }
    return words.map { UInt16(truncatingIfNeeded: $0) }
  }

  private func names(_ request: Request, _ categories: IDColumn) throws(Problem) -> [RecordID: String] {
    guard let names = request[self.names] else { return [:] }
    guard names.count == categories.count else {
      throw Problem(
        .shapeMismatch, at: "/\(self.names.name)",
        "\(self.names.name) must have \(categories.count) elements, found \(names.count)")
    }
    var found: [RecordID: String] = [:]
    for (row, name) in names.enumerated() where !name.isEmpty {
      if let id = categories.id(row) { found[id] = name }
    }
    return found
  }
}
