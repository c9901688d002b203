import DetectionCore
import Evaluation
import JSON

/// `evaluations.coco`
struct EvaluateCOCO: FieldedOperation {
  let about = About(
    "evaluations", "coco",
    summary: "COCO's evaluation of boxes: AP, AR, per category, with the arrays behind them.",
    formula: "AP = mean over IoU thresholds, recall points and categories of max precision at recall ≥ point",
    source: "Lin et al., «Microsoft COCO» (2014); pycocotools 2.0.11, arrays equal to the bit",
    example: EvaluationExample.columns)

  let inputs: EvaluationInputs
  let fields = COCOFields()
  let outputs = COCOOutputs()
  let arrays = COCOArrayFields()
  let perImage = PerImageFields()
  let slices: SliceFields

  init() {
    inputs = EvaluationInputs()
    slices = SliceFields(inputs.groundTruth)
  }

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    var wants = fields.wants(request)
    wants.attribute = request[slices.member]
    let evaluated = try inputs.read(request, wants)
    try slices.check(request, evaluated.records)
    var evaluation = COCOEvaluation(
      fields.parameters(request), arrayLimit: arrays.limit(request),
      matchThreshold: request[perImage.isWanted] ? request[perImage.threshold] : nil)
    evaluation.slicesByAttribute = request.gives(slices.member)
    try request.reserve(
      evaluation.parameters, detections: evaluated.records.detections.count,
      categories: evaluated.records.categoryCount)
    let result = try evaluated.evaluate(request) { [evaluation] records throws(EvaluationError) in
      try evaluation.evaluate(records, deadline: request.limits.deadline)
    }
    var answer = Answer()
    outputs.set(&answer, result, as: S.self)
    arrays.set(&answer, result, request, as: S.self)
    try perImage.set(&answer, result.perImage, request, as: S.self)
    slices.set(&answer, result.slices, request, as: S.self)
    return answer
  }
}

extension Request {
  /// Reserves what thresholds and ranges take where they are more than usual: the marks of matching, two bits each per
  /// detection, and an average each per category.
  func reserve(_ parameters: COCOParameters, detections: Int, categories: Int) throws(Problem) {
    let (usual, ranges) = (COCOParameters(), parameters.areaRanges.count)
    let words = (parameters.iouThresholds.count + 15) / 16 * ranges - usual.areaRanges.count
    let averages = parameters.iouThresholds.count * ranges - usual.iouThresholds.count * usual.areaRanges.count
    guard words > 0 || averages > 0 else { return }
    let (marks, first) = detections.multipliedReportingOverflow(by: 4 * max(words, 0))
    let (means, second) = categories.multipliedReportingOverflow(by: 8 * max(averages, 0))
    let (bytes, third) = marks.addingReportingOverflow(means)
    guard !first, !second, !third, limits.reserve(bytes) else {
      throw Problem(
        .overloaded, "there is no memory for so many thresholds and ranges now; try again later, or ask for fewer")
    }
  }
}
