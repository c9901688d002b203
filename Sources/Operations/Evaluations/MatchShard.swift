import DetectionCore
import Evaluation

/// `evaluations.match`
struct MatchShard: FieldedOperation {
  let about = About(
    "evaluations", "match",
    summary: "COCO's matching of a shard of images, as columns that evaluations.accumulate takes.",
    formula: "bit t of matched[n, t / 16, a]: detection n has an object at threshold t; ignored likewise, range a",
    source: "pycocotools 2.0.11, COCOeval.evaluateImg; the columns are focald's own",
    example: EvaluationExample.columns)

  let inputs = EvaluationInputs()
  let fields = COCOFields()
  let images = Output.ids("images", "(N,)", "The image of each detection within the largest budget.")
  let categories = Output.ids("categories", "(N,)", "Its category.")
  let scores = Output.reals("scores", "(N,)", "Its score.")
  let matched = Output.indices32(
    "matched", "(N, C, A)", "Bit t of word c: it has an object at threshold 16 c + t, in area range a.")
  let ignored = Output.indices32("ignored", "(N, C, A)", "Likewise: it is ignored.")
  let counted = Output.ids("counted_categories", "(L,)", "The categories of the shard.")
  let objectsByRange = Output.indices("objects_by_range", "(L, A)", "Objects of each that count in each range.")
  let objects = Output.indices("objects", "(L,)", "Objects of each that are neither crowd nor ignored.")
  let detections = Output.indices("detections", "(L,)", "Detections of each, those beyond the budgets included.")
  let counts = Output.indices(
    "shard_counts", "(1, 5)", "Images, objects, detections, objects and detections that were left out.")
  let names = Output.texts("category_names", "The name of each of counted_categories, empty for none.")
  let warnings = EvaluationWarningOutput.warnings

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    let evaluated = try inputs.read(request, fields.wants(request))
    let parameters = fields.parameters(request)
    let records = evaluated.records
    try request.reserve(parameters, detections: 4 * records.detections.count, categories: 0)
    let columns = try evaluated.evaluate(request) { records throws(EvaluationError) in
      try COCOEvaluation(parameters).match(records, deadline: request.limits.deadline)
    }
    var answer = Answer()
    answer.set(images, columns.images)
    answer.set(categories, columns.categories)
    answer.set(scores, AnyTensor(columns.scores).converted(to: S.self))
    answer.add(matched.name, .tensor(.int32(columns.matched.map { Int32($0) })))
    answer.add(ignored.name, .tensor(.int32(columns.ignored.map { Int32($0) })))
    answer.set(counted, columns.countedCategories)
    answer.set(objectsByRange, columns.objectsByRange.map { Int($0) })
    answer.set(objects, columns.objects.map { Int($0) })
    answer.set(detections, columns.detections.map { Int($0) })
    let counts = records.counts
    let numbers = [counts.images, counts.objects, counts.detections, counts.droppedObjects, counts.droppedDetections]
    answer.set(self.counts, Tensor(numbers).reshaped(Shape([1, 5]) ?? Shape(vector: 5)))
    answer.set(names, (0..<records.categoryCount).map { records.categoryName($0) ?? "" })
    answer.set(warnings, columns.warnings.map(\.sentence))
    return answer
  }
}
