import DetectionCore
import Evaluation
import JSON

/// `evaluations.voc`
struct EvaluateVOC: FieldedOperation {
  let about = About(
    "evaluations", "voc",
    summary: "Pascal VOC's average precision per category, of 2007 (eleven points) or later (all points).",
    formula: "AP = Σ Δrecall · max precision at greater recall, or the mean of eleven points",
    source: "Everingham et al., «The Pascal Visual Object Classes Challenge» (2010); the development kit, mmdet 3.3.0",
    example: EvaluationExample.columns)

  let inputs = EvaluationInputs()
  let iouThreshold = Field.number(
    "iou_threshold", NumberRange(exclusiveMinimum: 0, maximum: 1), default: 0.5,
    "The overlap from which an object is found.")
  let strict = Field<Bool>.flag(
    "strict", "Whether the overlap must be above the threshold, as py-faster-rcnn has it; otherwise it may equal it.")
  let pixelOffset = Field.number(
    "pixel_offset", .unit, default: 1,
    "Added to widths and heights: 1 where corners are inclusive pixels, 0 for plain geometry.")
  let interpolation = Field<VOCEvaluation.Interpolation>.choice(
    "interpolation", default: .all, "How precision is averaged: all points (2010 on), or eleven (2007).")
  let map = Output.reals("map", "()", "The mean over the categories that have objects; -1 if none has.")
  let perClass = Output.rows("per_class", of: VOCClassOutputs(), "A row per category, ascending by id.")
  let warnings = EvaluationWarningOutput.warnings

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    var evaluation = VOCEvaluation()
    evaluation.iouThreshold = request[iouThreshold]
    evaluation.isStrict = request[strict]
    evaluation.pixelOffset = request[pixelOffset]
    evaluation.interpolation = request[interpolation]
    let result = try inputs.read(request).evaluate(request) { [evaluation] records throws(EvaluationError) in
      try evaluation.evaluate(records, deadline: request.limits.deadline)
    }
    var answer = Answer()
    answer.set(map, result.meanAveragePrecision, as: S.self)
    answer.set(perClass, each: result.perClass) { answer, group, row in
      answer.set(group.id, row.id)
      answer.set(group.name, row.name)
      answer.set(group.ap, row.averagePrecision, as: S.self)
      answer.set(group.objects, row.objects)
    }
    answer.set(warnings, result.warnings.map(\.sentence))
    return answer
  }
}
